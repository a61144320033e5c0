package legal

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models"
	consentrows "github.com/prokken/prokken/models/consents"
	legalview "github.com/prokken/prokken/views/legal"
)

// ConsentLookupPath is where visitors look a choice up by its number.
const ConsentLookupPath = "/legal/consent/record"

// LookUpConsent says what was chosen under a number, when, and to which version of the
// policy, and nothing else. Of a number that is none it says the same as of an unknown one.
func (s *Handler) LookUpConsent(c echo.Context) error {
	v := legalview.ConsentLookup{Number: strings.TrimSpace(c.QueryParam("number"))}
	v.Number = strings.ToValidUTF8(v.Number[:min(len(v.Number), len(uuid.Nil.String()))], "")
	status := http.StatusOK
	if v.Number != "" {
		row, err := s.consentBy(c, v.Number)
		switch {
		case errors.Is(err, models.ErrNotFound):
			status = http.StatusNotFound
		case err != nil:
			return err
		default:
			if v.Found, err = s.foundChoice(c, row); err != nil {
				return err
			}
		}
	}
	return s.Show(c, status, legalview.ConsentLookupPage(s.Page(c, "Look up a choice", ConsentLookupPath), v))
}

// consentBy finds the choice with the number, as we write it.
func (s *Handler) consentBy(c echo.Context, number string) (consentrows.Consent, error) {
	id, err := uuid.Parse(number)
	if err != nil || id.String() != strings.ToLower(number) {
		return consentrows.Consent{}, models.ErrNotFound
	}
	return web.Site(c).Consents.ByNumber(c.Request().Context(), id)
}

func (s *Handler) foundChoice(c echo.Context, row consentrows.Consent) (*legalview.FoundChoice, error) {
	var granted map[cookie.Category]bool
	if err := json.Unmarshal([]byte(row.Categories), &granted); err != nil {
		return nil, err
	}
	found := &legalview.FoundChoice{At: web.Site(c).Local(row.CreatedAt), Version: row.Version, SHA256: row.SHA256}
	for _, category := range cookie.Categories {
		if yes, asked := granted[category]; asked {
			found.Categories = append(found.Categories, legalview.CategoryAnswer{Words: category.Words(), Granted: yes})
		}
	}
	return found, nil
}
