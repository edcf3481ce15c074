create table rows as from numbers;
-- repeat
select few, count(*) as n, sum(quantity) as total, avg(x) as mean_x, max(y) as max_y
from rows where quantity >= __I__ group by few order by few;
-- end repeat
select few, count(*) as n, sum(quantity) as total, avg(x) as mean_x, max(y) as max_y
from rows where quantity >= 0 group by few order by few
