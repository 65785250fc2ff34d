-- One row per month of one agency and measure.
select * from agency_month
where measure = $measure
    and ($everything or list_contains($agencies, agency_id))
    and agency_id = $agency
order by month nulls last
