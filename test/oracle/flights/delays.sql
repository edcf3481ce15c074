select name as airline, month, count(*) as flights, avg(dep_delay) as mean_delay,
       quantile_cont(dep_delay, 0.9) as p90_delay,
       count(*) filter (dep_delay > 15) / count(*) as late_share
from flights
join weather using (origin, year, month, day, hour)
join airlines using (carrier)
where dep_delay is not null and (precip > 0 or visib < 3)
group by name, month
order by mean_delay desc, airline, month
