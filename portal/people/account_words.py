"""Sentences of django-allauth that we say differently in Japanese; our catalogue stands before theirs."""

from django.utils.translation import gettext_noop

SAID_DIFFERENTLY = (
    gettext_noop("We've sent a code to %(recipient)s. The code expires shortly, so please enter it soon."),
    gettext_noop("Enter Email Verification Code"),
    gettext_noop("Enter Sign-In Code"),
    gettext_noop("Enter Password Reset Code"),
    gettext_noop("Request new code"),
    gettext_noop("Request Code"),
    gettext_noop("You will receive a special code for a password-free sign-in."),
    gettext_noop("Confirm Access"),
    gettext_noop("Please reauthenticate to safeguard your account."),
    gettext_noop("Be patient, you are sending too many requests."),
    gettext_noop("Invalid login."),
    gettext_noop("Successfully signed in as %(name)s."),
    gettext_noop("Are you sure you want to sign out?"),
    gettext_noop("Forgot your password?"),
    gettext_noop("Forgot Password?"),
    gettext_noop("Sign Up"),
    gettext_noop("Signup"),
    gettext_noop("You must type the same email each time."),
    gettext_noop("Account Already Exists"),
    gettext_noop("Unknown Account"),
    gettext_noop("Bad Token"),
)
