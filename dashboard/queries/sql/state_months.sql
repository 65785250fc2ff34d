-- through a filter: yes
-- One row per month of one measure, for the state.
select * from state_month
where measure = $measure and $statewide
order by month nulls last
