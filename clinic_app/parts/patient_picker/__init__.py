"""Find a patient while typing and pick one, or ask to register somebody new."""

from clinic_app.parts.patient_picker.view import PatientPicker

__all__ = ["PatientPicker"]
