"""What the pages may ask of analytics; nobody else imports it."""

from apps.analytics.charts import revenue_chart
from apps.analytics.selectors.dashboard import vendor_dashboard
from apps.analytics.selectors.sums import change_bp

__all__ = ["change_bp", "revenue_chart", "vendor_dashboard"]
