package sites

import (
	"errors"
	"net/http"
	"net/mail"
	"regexp"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models/sites"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/validation"
	sitesview "github.com/prokken/prokken/views/sites"
)

// settingsForm is what the owner says of a site.
type settingsForm struct {
	Name       string `form:"name" json:"name"`
	Contact    string `form:"contact" json:"contact"`
	Zone       string `form:"zone" json:"zone"`
	Accent     string `form:"accent" json:"accent"`
	NoticeDays int64  `form:"notice_days" json:"notice_days"`
}

// SaveSettings stores what the owner says of the site, and has the draft name it.
func (s *Handler) SaveSettings(c echo.Context) error {
	var form settingsForm
	if err := web.Read(c, &form); err != nil {
		return err
	}
	typed, invalid := form.settings()
	if len(invalid) > 0 && web.WantsJSON(c) {
		return s.Correct(c, invalid, nil)
	}
	if len(invalid) > 0 {
		v := sitesview.Overview{Invalid: invalid}
		v.Site.Settings = typed
		return s.showOverview(c, http.StatusUnprocessableEntity, v)
	}
	ctx, row := c.Request().Context(), rowOf(c)
	if err := sites.SaveSettings(ctx, s.DB, row.ID, typed); err != nil {
		return err
	}
	if err := s.nameInDraft(c, typed.Name); err != nil {
		return err
	}
	return s.toSite(c, http.StatusOK, "saved")
}

var colourForm = regexp.MustCompile(`^#[0-9a-f]{6}$`)

// maxName is in letters.
const maxName = 100

// settings are what was typed, and what is wrong with it.
func (f settingsForm) settings() (sites.Settings, validation.Errors) {
	typed := sites.Settings{
		Name: line(f.Name), Contact: strings.ToLower(line(f.Contact)), Zone: line(f.Zone),
		Accent: strings.ToLower(line(f.Accent)), NoticeDays: f.NoticeDays,
	}
	invalid := validation.Errors{}
	need := func(is bool, field, words string) {
		if !is {
			invalid[field] = words
		}
	}
	address, err := mail.ParseAddress(typed.Contact)
	_, noZone := time.LoadLocation(typed.Zone)
	need(typed.Name != "" && len([]rune(typed.Name)) <= maxName, "name", "Please enter the name of the website or company, in at most 100 characters.")
	need(err == nil && address.Address == typed.Contact && len(typed.Contact) <= 254, "contact", "That is not an email address. It looks like privacy@shop.example.")
	need(noZone == nil && typed.Zone != "" && typed.Zone != "Local", "zone", "We do not know that time zone. It looks like Europe/Madrid.")
	need(typed.Accent == "" || colourForm.MatchString(typed.Accent), "accent", "A colour looks like #0a7d4b.")
	need(typed.NoticeDays >= 0 && typed.NoticeDays <= 30, "notice_days", "Please enter a number from 0 to 30.")
	return typed, invalid
}

func line(typed string) string { return strings.Join(strings.Fields(web.Printable(typed)), " ") }

// nameInDraft has the contact of the draft name the site as its owner does.
func (s *Handler) nameInDraft(c echo.Context, name string) error {
	ctx, old := c.Request().Context(), site.NamesOf(rowOf(c))[0]
	on, err := s.Registry.OfMember(ctx, s.ViewerOf(c).ID, rowOf(c).Slug)
	if err != nil {
		return err
	}
	_, err = on.Edit(ctx, site.Edit{Slug: cookiePolicy, By: s.ViewerOf(c).ID, Change: renaming(old, name)})
	var invalid validation.Errors
	if errors.As(err, &invalid) {
		return nil // the draft cannot hold it; the editor says why
	}
	return ignoreMissing(err)
}

// renaming changes the organisation of each contact that has the old name.
func renaming(old, name string) policy.Change {
	return func(d policy.Document) (policy.Document, error) {
		d.Sections = append([]policy.Section(nil), d.Sections...)
		for i := range d.Sections {
			d.Sections[i].Blocks = append([]policy.Block(nil), d.Sections[i].Blocks...)
			for j, b := range d.Sections[i].Blocks {
				if contact, is := b.Content.(block.Contact); is && contact.Organisation == old {
					contact.Organisation = name
					d.Sections[i].Blocks[j].Content = contact
				}
			}
		}
		return d, nil
	}
}
