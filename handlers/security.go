package handlers

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/models/activity"
	"github.com/prokken/prokken/models/users"
	"github.com/prokken/prokken/views"
)

func (s *Server) security(c echo.Context) error {
	return s.showSecurity(c, http.StatusOK, views.Security{Notice: accountNotices[c.QueryParam("notice")]})
}

// maxOwnEntries is how much of the audit log the page shows.
const maxOwnEntries = 30

func (s *Server) showSecurity(c echo.Context, status int, v views.Security) error {
	ctx := c.Request().Context()
	identity, _ := s.identity(c)
	factors, err := s.Auth.Factors(ctx, identity.User.ID)
	if err != nil {
		return err
	}
	entries, err := activity.List(ctx, s.DB, activity.Filter{User: identity.User.ID}, maxOwnEntries)
	if err != nil {
		return err
	}
	v.Factors, v.Must = factors, identity.User.Role == users.Admin
	v.Log = views.AuditRows(entries, identity.User.ID, nil)
	return s.show(c, status, views.SecurityPage(s.page(c, "Security", "/account/security"), v))
}

// totpPage shows the QR code of a new secret. One that was shown before counts
// no more: someone else may have seen it.
func (s *Server) totpPage(c echo.Context) error {
	identity, _ := s.identity(c)
	offer, err := s.Auth.OfferTOTP(c.Request().Context(), identity)
	if err != nil {
		return err
	}
	return s.showTOTP(c, http.StatusOK, offer, views.TOTPForm{})
}

func (s *Server) showTOTP(c echo.Context, status int, offer auth.TOTPOffer, form views.TOTPForm) error {
	image, err := views.QRCode(offer.Address)
	if err != nil {
		return err
	}
	form.Secret, form.Address, form.QR = offer.Secret, offer.Address, image
	return s.show(c, status, views.TOTPPage(s.page(c, "Authenticator app", ""), form))
}

// addTOTP takes the first code.
func (s *Server) addTOTP(c echo.Context) error {
	var in credentials
	if err := read(c, &in); err != nil {
		return err
	}
	identity, _ := s.identity(c)
	ctx := c.Request().Context()
	codes, err := s.Auth.ConfirmTOTP(ctx, identity, in.Code)
	var form views.TOTPForm
	if !errors.As(err, &form.Invalid) {
		return s.showCodes(c, codes, err)
	}
	if wantsJSON(c) {
		return s.correct(c, form.Invalid, nil)
	}
	offer, err := s.Auth.CurrentOffer(ctx, identity)
	if err != nil {
		return err
	}
	return s.showTOTP(c, http.StatusUnprocessableEntity, offer, form)
}

func (s *Server) removeTOTP(c echo.Context) error {
	identity, _ := s.identity(c)
	if err := s.Auth.RemoveTOTP(c.Request().Context(), identity); err != nil {
		return s.factorRefused(c, err)
	}
	return s.done(c, http.StatusOK, echo.Map{"message": "Removed."}, "/account/security?notice=app")
}

// factorRefused says on the page why a factor has to stay.
func (s *Server) factorRefused(c echo.Context, err error) error {
	var page views.Security
	if !errors.As(err, &page.Invalid) || wantsJSON(c) {
		return err
	}
	return s.showSecurity(c, http.StatusUnprocessableEntity, page)
}

func (s *Server) newCodes(c echo.Context) error {
	identity, _ := s.identity(c)
	codes, err := s.Auth.NewRecoveryCodes(c.Request().Context(), identity)
	return s.showCodes(c, codes, err)
}

// showCodes shows new recovery codes, this once; without any it goes back.
func (s *Server) showCodes(c echo.Context, codes []string, err error) error {
	switch {
	case err != nil:
		return err
	case len(codes) == 0:
		return s.done(c, http.StatusOK, echo.Map{"message": "Done."}, "/account/security")
	case wantsJSON(c):
		return c.JSON(http.StatusOK, echo.Map{"recovery_codes": codes})
	}
	return s.show(c, http.StatusOK, views.CodesPage(s.page(c, "Your recovery codes", ""), codes))
}
