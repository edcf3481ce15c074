select o_orderpriority, count(*) as orders, sum(o_totalprice) as total, max(o_orderdate) as last
from sales
group by o_orderpriority
order by o_orderpriority
