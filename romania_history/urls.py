from django.contrib import admin
from django.urls import include, path

from romania_history import logins

urlpatterns = [
    # Before the admin's own, at whose addresses they are.
    path("admin/login/", logins.login),
    path("admin/password_change/", admin.site.admin_view(logins.password_change, cacheable=True)),
    path("admin/", admin.site.urls),
    path("", include("events.urls")),
]

handler400 = "romania_history.errors.bad_request"
handler403 = "romania_history.errors.forbidden"
handler404 = "romania_history.errors.not_found"
handler500 = "romania_history.errors.server_error"
