package web

import (
	"errors"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/views/forms"
)

// KeptFields are the fields of a form, but for what is secret.
func KeptFields(c echo.Context) ([]forms.Hidden, error) {
	if err := c.Request().ParseForm(); err != nil {
		return nil, errors.Join(ErrBadInput, err)
	}
	return HiddenFields(c, func(name string) (string, bool) {
		return name, name != "password" && name != "current" && name != "code"
	}), nil
}

// HiddenFields are the fields of a form that keep wants, under the name that it
// gives them, in the order of those.
func HiddenFields(c echo.Context, keep func(name string) (string, bool)) []forms.Hidden {
	var fields []forms.Hidden
	for name, values := range c.Request().PostForm {
		kept, wanted := keep(name)
		for _, value := range values {
			if wanted {
				fields = append(fields, forms.Hidden{Name: kept, Value: Printable(value)})
			}
		}
	}
	slices.SortStableFunc(fields, func(a, b forms.Hidden) int { return strings.Compare(a.Name, b.Name) })
	return fields
}
