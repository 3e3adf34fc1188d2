"""Signing out."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect


def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session and lead to the start page."""
    if request.user.is_authenticated:
        logout(request)
        messages.success(request, "You are signed out.")
    return redirect("/")
