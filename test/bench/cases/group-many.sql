create table rows as from numbers;
-- repeat
select many, count(*) as n, sum(quantity) as total, max(y) as max_y
from rows where quantity >= __I__ group by many order by total desc, many limit 100;
-- end repeat
select many, count(*) as n, sum(quantity) as total, max(y) as max_y
from rows where quantity >= 0 group by many order by total desc, many limit 100
