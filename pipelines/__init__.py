"""The flow: extracts in, checked, kept, measured, published. Start here.

    receive   a provider's files → rows and findings      pipelines.intake.receive
    store     rows → one warehouse, every version kept    pipelines.warehouse.submissions
    measure   active rows → figures                       pipelines.measures
    publish   figures → an immutable board, pointer moved pipelines.publish

Nothing in this package imports streamlit, plotly or dashboard.
"""
