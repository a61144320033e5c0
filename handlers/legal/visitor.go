package legal

import (
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/site/consent"
	"github.com/prokken/prokken/views"
)

// consents is what a snapshot's declarations ask of visitors, and what pages load
// for each answer, made once. Without a question all of it is empty.
type consents struct {
	question consent.Request
	asks     bool
	loads    map[consent.Categories]loads
}

// loads are the scripts of others that a page has, and the
// Content-Security-Policy that lets them in; nil for none.
type loads struct{ scripts, csp []string }

func (s *Handler) consentsOf(snapshot *site.Snapshot) consents {
	all := consents{loads: map[consent.Categories]loads{}}
	if all.question, all.asks = snapshot.Question(); !all.asks {
		return all
	}
	facts := snapshot.Evidence()
	for _, d := range all.question.Decisions() {
		var l loads
		var origins []string
		for _, i := range consent.LoadedWith(facts, d.Granted) {
			l.scripts = append(l.scripts, i.Script)
			origins = append(origins, i.Origins()...)
		}
		if len(origins) > 0 {
			l.csp = []string{web.ContentSecurityPolicy(s.Config, origins)}
		}
		all.loads[d.Granted] = l
	}
	return all
}

// decisions are all that there can be: a single one where there is no question.
func (all consents) decisions() []consent.State {
	if !all.asks {
		return []consent.State{{}}
	}
	return all.question.Decisions()
}

// decision is where a visitor stands; the zero value where there is no question.
func (s *Handler) decision(c echo.Context, all consents) consent.State {
	if !all.asks {
		return consent.State{}
	}
	return all.question.Decide(s.choice(c), signalled(c), s.Now())
}

// choice is what the visitor's browser keeps, if we wrote it; else none.
func (s *Handler) choice(c echo.Context) consent.Record {
	value := cookie.Get(c.Request(), cookie.Consent)
	end := strings.LastIndexByte(value, '.')
	if end < 0 {
		return consent.Record{}
	}
	choice, read := consent.ParseRecord(value[:end])
	if !read || !s.Keys.Signed(value[end+1:], "consent", value[:end]) {
		return consent.Record{}
	}
	return choice
}

// keep gives the browser a choice to keep.
func (s *Handler) keep(c echo.Context, choice consent.Record) {
	text := choice.String()
	s.Mint.Set(c.Response(), cookie.Consent, text+"."+s.Keys.Sign("consent", text))
}

// signalled reports whether the browser says no for its user (Global Privacy
// Control): the value is exactly 1.
func signalled(c echo.Context) bool { return slices.Contains(c.Request().Header["Sec-Gpc"], "1") }

// AddConsent puts into the page what it says of cookies, and lets in what it loads. A page that is public asks for
// consent, and has the scripts that the visitor agreed to. No other page has: what stands in their addresses and
// forms is nobody else's business.
func (s *Handler) AddConsent(c echo.Context, p *views.Page) {
	pages := s.CurrentPages()
	p.Cookies = pages.snapshot.Cookies()
	if !web.Has(c, web.Public) || !pages.consents.asks {
		return
	}
	decision := s.decision(c, pages.consents)
	p.Consent = pages.consents.view(decision, c.Request().URL.RequestURI())
	pages.consents.admit(c, decision)
}

// view is what a page shows to visitors with that decision.
func (all consents) view(d consent.State, next string) views.Consent {
	v := views.Consent{Signalled: d.State == consent.Signalled, Scripts: all.loads[d.Granted].scripts}
	if all.asks && d.State == consent.Undecided {
		v.Form = new(views.NewConsentForm(all.question, d.Granted, next))
	}
	return v
}

// admit lets what the visitor agreed to into the answer.
func (all consents) admit(c echo.Context, d consent.State) {
	if csp := all.loads[d.Granted].csp; csp != nil {
		c.Response().Header()["Content-Security-Policy"] = csp
	}
}
