create table rows as from numbers;
-- repeat
select sum(x) as total, sum(x * y) as weighted, count(*) as n from rows where x > __I__.5 and y < 0.75;
-- end repeat
select sum(x) as total, sum(x * y) as weighted, count(*) as n from rows where x > 0.5 and y < 0.75
