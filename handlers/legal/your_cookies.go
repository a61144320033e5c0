package legal

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/site/consent"
	"github.com/prokken/prokken/views"
	legalview "github.com/prokken/prokken/views/legal"
)

// consentNotices are what the page says after an act.
var consentNotices = map[string]string{
	"saved":     "Your choice is saved.",
	"withdrawn": "Your consent is withdrawn. Nothing optional is loaded from now on, and we told your browser to delete the cookies that came with it.",
	"changed":   "What we ask has changed since you opened that page, so nothing was saved. Please choose again.",
}

// maxListed is how many cookies the page lists; the rest is counted.
const maxListed = 100

// YourCookies shows what this very request carried. It loads nothing of others,
// whatever the visitor agreed to.
func (s *Handler) YourCookies(c echo.Context) error {
	all := s.CurrentPages().consents
	v := legalview.YourCookies{
		Notice:      consentNotices[c.QueryParam("notice")],
		RefreshName: string(cookie.Refresh),
		Now:         s.Now(),
		Signalled:   signalled(c),
		Loaded:      s.loadable(),
	}
	s.listReceived(c, &v)
	if decision := s.decision(c, all); decision.State == consent.Decided {
		s.takeBack(c, "", decision.Granted, false) // what the answer to the choice had no room for
	}
	if all.asks {
		v.Choice = s.yourChoice(c, all)
		v.OutOfReach = s.outOfReach()
	}
	s.addSession(c, &v)
	return s.Show(c, http.StatusOK, legalview.YourCookiesPage(s.Page(c, "Your cookies", YourCookiesPath), v))
}

func (s *Handler) listReceived(c echo.Context, v *legalview.YourCookies) {
	declared, former := web.Site(c).Cookies(), web.Site(c).Snapshot().FormerCookies()
	received := cookie.ReceivedFrom(c.Request())
	v.Received = len(received)
	for _, got := range received {
		d, ours := cookie.Find(declared, got.Name)
		switch {
		case ours:
			d.Name = got.Name
			v.Ours = append(v.Ours, legalview.OwnCookie{Declaration: d, Times: got.Times, Left: s.left(c, d)})
		case len(v.Undeclared) < maxListed:
			_, left := cookie.Find(former, got.Name)
			v.Undeclared = append(v.Undeclared, legalview.UndeclaredCookie{
				Name: got.Name, Times: got.Times, Former: left, Choice: got.Name == string(cookie.Consent),
			})
		default:
			v.More++
		}
	}
}

// loadable are the names of the scripts that pages load for those who agree: each may have
// set a cookie that it does not tell of.
func (s *Handler) loadable() []string {
	var names []string
	for _, i := range s.Own.Evidence().Integrations {
		names = append(names, i.Name)
	}
	return names
}

// left is a cookie's remaining life, as far as we can know it.
func (s *Handler) left(c echo.Context, d cookie.Declaration) string {
	switch d.Name {
	case string(cookie.Access):
		return s.accessLeft(c)
	case string(cookie.Consent):
		if choice := s.choice(c); choice != (consent.Record{}) {
			q, _ := web.Site(c).Snapshot().Question()
			return legalview.LeftUntil(q.Ends(choice), s.Now())
		}
		return "We did not write it like this, so it has no effect."
	}
	return "Your browser does not say. It lasts as long as the policy says, from when it was set."
}

// accessLeft says of the access cookie no more than what is known.
func (s *Handler) accessLeft(c echo.Context) string {
	identity, err := s.Identity(c)
	switch {
	case err == nil:
		return legalview.LeftUntil(identity.Expires, s.Now())
	case web.IsUnauthenticated(err):
		return "It no longer logs anyone in."
	}
	web.LogFailure(c, err)
	return "We cannot check right now whether it still logs you in."
}

func (s *Handler) yourChoice(c echo.Context, all consents) *legalview.YourChoice {
	choice, decision := s.choice(c), s.decision(c, all)
	v := &legalview.YourChoice{
		Record: choice, State: decision.State, At: web.Site(c).Local(choice.At),
		Ends: web.Site(c).Local(all.question.Ends(choice)),
		Form: views.NewConsentForm(all.question, decision.Granted, YourCookiesPath),
	}
	return v
}

// addSession tells a member about the cookie that is never sent here, if that can be found out.
func (s *Handler) addSession(c echo.Context, v *legalview.YourCookies) {
	identity, err := s.Identity(c)
	if err != nil {
		return // the line about the access cookie says so
	}
	sessions, err := s.Auth.Sessions(c.Request().Context(), identity.User.ID)
	if err != nil {
		web.LogFailure(c, err)
	}
	for _, session := range sessions {
		if session.ID == identity.Session {
			v.SessionUntil = &session.IdleExpiresAt
		}
	}
}

// outOfReach are optional cookies on addresses where no answer of ours can
// expire them.
func (s *Handler) outOfReach() []string {
	var names []string
	base, _ := url.Parse(s.Config.BaseURL)
	for _, d := range s.Own.Cookies() {
		if d.Optional() && d.Domain != "" && base != nil && base.Hostname() != d.Domain &&
			!strings.HasSuffix(base.Hostname(), "."+d.Domain) {
			names = append(names, d.Name)
		}
	}
	return names
}
