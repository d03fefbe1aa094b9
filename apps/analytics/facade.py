"""What the pages may ask of analytics; nobody else imports it."""

from apps.analytics.charts import revenue_chart
from apps.analytics.rules import change_bp
from apps.analytics.selectors.dashboard import vendor_dashboard

__all__ = ["change_bp", "revenue_chart", "vendor_dashboard"]
