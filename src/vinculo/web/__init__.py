"""The screens, by area: views, forms, presenters, templates, components. A view makes one action call."""
