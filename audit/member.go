package audit

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/chromedp/chromedp"
)

// memberPages is about how many pages a member sees.
const memberPages = 12

// asMember makes an account where one is wanted, logs in, looks at what only
// members see, goes to pay as far as the site goes itself, and tries out which
// cookies the log-in needs.
func (r *run) asMember(t *tab) string {
	if r.Account.Outbox != "" {
		if trouble := r.signUp(t); trouble != "" {
			return trouble
		}
	}
	home, trouble := r.logIn(t)
	if trouble != "" {
		return trouble
	}
	r.seeAccount(t, home)
	r.goToPay(t)
	r.tryNeeds(t, home)
	return ""
}

// pathOf is an address of the site by its path.
func (r *run) pathOf(path string) string { return r.site.Scheme + "://" + r.site.Host + path }

func (r *run) signUp(t *tab) string {
	if p := r.open(t, r.pathOf("/signup")); p.Status != 200 {
		return "There is no page to sign up at /signup."
	}
	if !r.submit(t, "/signup", fillIn(r.Account.Email, r.Account.Password)) {
		return "The form at /signup could not be filled in."
	}
	link := r.mailedLink()
	if link == "" {
		return "The mail that confirms the address did not come."
	}
	r.open(t, link)
	r.submit(t, "/verify", `document.querySelector('form[action="/verify"] button')?.click() ?? false; return true`)
	return ""
}

// logIn returns the address that it leads to.
func (r *run) logIn(t *tab) (home, trouble string) {
	if p := r.open(t, r.pathOf("/login")); p.Status != 200 {
		return "", "There is no page to log in at /login."
	}
	if !r.submit(t, "/login", fillIn(r.Account.Email, r.Account.Password)) {
		return "", "The form at /login could not be filled in."
	}
	if asks, err := t.asksPassword(); asks || err != nil {
		return "", "Logging in did not work."
	}
	return t.at().String(), ""
}

// submit has a script send a form, and waits for the page that follows.
func (r *run) submit(t *tab, path, script string) bool {
	done := false
	r.tell(r.pathOf(path))
	t.goes(r.pathOf(path), func(ctx context.Context) error {
		var err error
		done, err = chromedp.Run(ctx, chromedp.Evaluate[bool]("(() => {"+script+"})()"))
		time.Sleep(still) // the answer is on its way
		return err
	})
	t.shoot()
	r.pages.done++
	return done
}

// fillIn fills the form that has a password, as a person would.
func fillIn(email, password string) string {
	e, _ := json.Marshal(email)
	p, _ := json.Marshal(password)
	return fmt.Sprintf(`
	const field = [...document.querySelectorAll('input[type=password]')].find(e => e.getClientRects().length > 0), form = field?.form;
	const who = form?.querySelector('input[type=email], input[name=email], input[name=username], input[type=text]');
	if (!who) return false;
	const put = (e, text) => {
		Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(e, text);
		e.dispatchEvent(new Event('input', {bubbles: true}));
		e.dispatchEvent(new Event('change', {bubbles: true}));
	};
	put(who, %s);
	put(field, %s);
	for (const box of form.querySelectorAll('input[type=checkbox][required]')) box.checked = true;
	form.requestSubmit(form.querySelector('button[type=submit], input[type=submit], button:not([type])'));
	return true`, e, p)
}

// asksPassword reports whether the page wants one to log in.
func (t *tab) asksPassword() (bool, error) {
	ctx, cancel := context.WithTimeout(t.ctx, lookTime)
	defer cancel()
	return chromedp.Run(ctx, chromedp.Evaluate[bool](`[...document.querySelectorAll('form input[type=password]')].some(e => e.getClientRects().length > 0)`))
}

// seeAccount opens what the stranger did not find, from where the log-in leads.
func (r *run) seeAccount(t *tab, home string) {
	links := t.links()
	r.open(t, home)
	for _, link := range slices.Concat(links, t.links()) {
		if len(t.pages) >= memberPages || t.ctx.Err() != nil {
			return
		}
		if link != home && !slices.Contains(r.walked, link) && !t.visited(link) && !r.skips(link) && r.robots.allows(link) {
			r.open(t, link)
		}
	}
}

func (t *tab) visited(address string) bool {
	return slices.ContainsFunc(t.pages, func(p Page) bool { return p.URL == bare(address) })
}

// goToPay presses the first button to buy, and stops at the redirect that would
// lead to the payment page.
func (r *run) goToPay(t *tab) {
	if p := r.open(t, r.pathOf("/pricing")); p.Status != 200 {
		return
	}
	const press = `const b = document.querySelector('form[action$="/checkout"] button'); b?.click(); return !!b`
	found := false
	left := t.guard.holding(func() { found = r.submit(t, "/billing/checkout", press) })
	if found && len(left) > 0 && len(t.pages) > 0 {
		last := &t.pages[len(t.pages)-1] // it led to the payment page, which is another site's
		last.Trouble, last.Cut = "", false
	}
}

// mailedLink waits for the mail that confirms the address.
func (r *run) mailedLink() string {
	for giveUp := time.Now().Add(r.Limits.Page); time.Now().Before(giveUp) && r.ctx.Err() == nil; time.Sleep(100 * time.Millisecond) {
		text, _, err := r.get(r.ctx, r.Account.Outbox, 16<<20)
		var mails []struct{ To, Text string }
		if err != nil || json.Unmarshal(text, &mails) != nil {
			continue
		}
		for _, m := range mails {
			if link := confirmation.FindString(m.Text); strings.EqualFold(m.To, r.Account.Email) && link != "" {
				return link
			}
		}
	}
	return ""
}

var confirmation = regexp.MustCompile(`https?://\S+/verify\?token=\S+`)
