"""The doors for gateways, below /phone/. They are the same in every language."""

from django.urls import path

from comments.channels.phone import doors

app_name = "phone"
urlpatterns = [
    path("sms/<str:secret>/", doors.sms_door, name="sms"),
    path("ussd/<str:secret>/", doors.ussd_door, name="ussd"),
    path("flow/", doors.flow_door, name="flow"),
    path("flow/<str:secret>/", doors.flow_door, name="flow_secret"),
    path("kobo/", doors.kobo_door, name="kobo"),
]
