package handlers

import (
	"errors"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/views"
)

// keptFields are the fields of a form, but for what is secret.
func keptFields(c echo.Context) ([]views.Hidden, error) {
	if err := c.Request().ParseForm(); err != nil {
		return nil, errors.Join(errBadInput, err)
	}
	return hiddenFields(c, func(name string) (string, bool) {
		return name, name != "password" && name != "current" && name != "code"
	}), nil
}
