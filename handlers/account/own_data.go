package account

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/validation"
	accountview "github.com/prokken/prokken/views/account"
)

// Data answers for what an account's owner may do with their data: copies, and deletion.
type Data struct{ *Handler }

func (s Data) OwnData(c echo.Context) error {
	return s.showOwnData(c, http.StatusOK, accountview.OwnData{Notice: accountNotices[c.QueryParam("notice")]})
}

func (s Data) showOwnData(c echo.Context, status int, v accountview.OwnData) error {
	identity, _ := s.Identity(c)
	all, ready, err := s.Auth.Exports(c.Request().Context(), identity)
	if err != nil {
		return err
	}
	v.EraseAfter = identity.User.EraseAfter
	for _, export := range all {
		v.Exports = append(
			v.Exports,
			accountview.ExportRow{
				ID: export.ID.String(), Ready: ready[export.ID], Asked: export.CreatedAt, Until: export.ExpiresAt,
			},
		)
	}
	if v.Agreed, err = s.agreedTo(c, identity.User.ID); err != nil {
		return err
	}
	return s.Show(c, status, accountview.OwnDataPage(s.Page(c, "Your data", "/account/data"), v))
}

func (s Data) AskExport(c echo.Context) error {
	identity, _ := s.Identity(c)
	if err := s.Auth.AskExport(c.Request().Context(), identity); err != nil {
		return err
	}
	return s.Done(
		c,
		http.StatusAccepted,
		echo.Map{"message": "We will email you when the copy is ready."},
		"/account/data?notice=export",
	)
}

func (s Data) TakeExport(c echo.Context) error {
	id, err := web.PathID(c)
	if err != nil {
		return err
	}
	identity, _ := s.Identity(c)
	archive, err := s.Auth.TakeExport(c.Request().Context(), identity, id)
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderContentDisposition, `attachment; filename="prokken-my-data.zip"`)
	return c.Blob(http.StatusOK, "application/zip", archive)
}

// DeleteExport deletes a copy, or stops one that is being made.
func (s Data) DeleteExport(c echo.Context) error {
	id, err := web.PathID(c)
	if err != nil {
		return err
	}
	identity, _ := s.Identity(c)
	if err := s.Auth.DeleteExport(c.Request().Context(), identity, id); err != nil {
		return err
	}
	return s.Done(c, http.StatusOK, echo.Map{"message": "There is no such copy any more."}, "/account/data?notice=export-deleted")
}

// DeleteAccount begins the deletion, and logs out.
func (s Data) DeleteAccount(c echo.Context) error {
	identity, _ := s.Identity(c)
	err := s.Auth.AskDeletion(c.Request().Context(), identity)
	var invalid validation.Errors
	switch {
	case errors.As(err, &invalid) && web.WantsJSON(c):
		return s.Correct(c, invalid, nil)
	case errors.As(err, &invalid):
		return s.showOwnData(c, http.StatusUnprocessableEntity, accountview.OwnData{Problem: invalid["role"]})
	case err != nil:
		return err
	}
	s.forget(c)
	return s.Done(
		c,
		http.StatusAccepted,
		echo.Map{"message": "Your account will be deleted in 7 days."},
		"/login?notice=deleted",
	)
}

func (s Data) KeepOwnAccount(c echo.Context) error {
	identity, _ := s.Identity(c)
	if err := s.Auth.CancelDeletion(c.Request().Context(), identity); err != nil {
		return err
	}
	return s.Done(c, http.StatusOK, echo.Map{"message": "Your account will not be deleted."}, "/account?notice=kept")
}
