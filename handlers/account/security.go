package account

import (
	"errors"
	"net/http"
	"regexp"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models/activity"
	"github.com/prokken/prokken/models/users"
	"github.com/prokken/prokken/views"
	accountview "github.com/prokken/prokken/views/account"
)

func (s *Handler) Security(c echo.Context) error {
	return s.showSecurity(c, http.StatusOK, accountview.Security{
		Notice: accountNotices[c.QueryParam("notice")], Gone: credentialID.FindString(c.QueryParam("gone")),
	})
}

// credentialID is a passkey as browsers name it, in base64url.
var credentialID = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)

// maxOwnEntries is how much of the activity log the page shows.
const maxOwnEntries = 30

func (s *Handler) showSecurity(c echo.Context, status int, v accountview.Security) error {
	ctx := c.Request().Context()
	identity, _ := s.Identity(c)
	factors, err := s.Auth.Factors(ctx, identity.User.ID)
	if err != nil {
		return err
	}
	entries, err := activity.List(ctx, s.DB, activity.Filter{User: identity.User.ID}, maxOwnEntries)
	if err != nil {
		return err
	}
	v.Factors, v.Must = factors, identity.User.Role == users.Admin
	v.Log = views.ActivityRows(entries, identity.User.ID, nil)
	return s.Show(c, status, accountview.SecurityPage(s.Page(c, "Security", "/account/security"), v))
}

// TotpPage shows the QR code of a secret: the same one when it is looked at again.
func (s *Handler) TotpPage(c echo.Context) error {
	identity, _ := s.Identity(c)
	offer, err := s.Auth.OfferTOTP(c.Request().Context(), identity)
	if err != nil {
		return err
	}
	return s.showTOTP(c, http.StatusOK, offer, accountview.TOTPForm{})
}

func (s *Handler) showTOTP(c echo.Context, status int, offer auth.TOTPOffer, form accountview.TOTPForm) error {
	image, err := accountview.QRCode(offer.Address)
	if err != nil {
		return err
	}
	form.Secret, form.Address, form.QR = offer.Secret, offer.Address, image
	return s.Show(c, status, accountview.TOTPPage(s.Page(c, "Authenticator app", ""), form))
}

// AddTOTP takes the first code.
func (s *Handler) AddTOTP(c echo.Context) error {
	var in web.Credentials
	if err := web.Read(c, &in); err != nil {
		return err
	}
	identity, _ := s.Identity(c)
	ctx := c.Request().Context()
	codes, err := s.Auth.ConfirmTOTP(ctx, identity, in.Code)
	var form accountview.TOTPForm
	if !errors.As(err, &form.Invalid) {
		return s.showCodes(c, codes, err)
	}
	if web.WantsJSON(c) {
		return s.Correct(c, form.Invalid, nil)
	}
	offer, err := s.Auth.OfferTOTP(ctx, identity)
	if err != nil {
		return err
	}
	return s.showTOTP(c, http.StatusUnprocessableEntity, offer, form)
}

func (s *Handler) RemoveTOTP(c echo.Context) error {
	identity, _ := s.Identity(c)
	if err := s.Auth.RemoveTOTP(c.Request().Context(), identity); err != nil {
		return s.factorRefused(c, err)
	}
	return s.Done(c, http.StatusOK, echo.Map{"message": "Removed."}, "/account/security?notice=app")
}

// factorRefused says on the page why a factor has to stay.
func (s *Handler) factorRefused(c echo.Context, err error) error {
	var page accountview.Security
	if !errors.As(err, &page.Invalid) || web.WantsJSON(c) {
		return err
	}
	return s.showSecurity(c, http.StatusUnprocessableEntity, page)
}

func (s *Handler) NewCodes(c echo.Context) error {
	identity, _ := s.Identity(c)
	codes, err := s.Auth.NewRecoveryCodes(c.Request().Context(), identity)
	return s.showCodes(c, codes, err)
}

// showCodes shows new recovery codes, this once; without any it goes back.
func (s *Handler) showCodes(c echo.Context, codes []string, err error) error {
	switch {
	case err != nil:
		return err
	case len(codes) == 0:
		return s.Done(c, http.StatusOK, echo.Map{"message": "Done."}, "/account/security")
	case web.WantsJSON(c):
		return c.JSON(http.StatusOK, echo.Map{"recovery_codes": codes})
	}
	return s.Show(c, http.StatusOK, accountview.CodesPage(s.Page(c, "Your recovery codes", ""), codes))
}
