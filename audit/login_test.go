package audit_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/prokken/prokken/audit"
	"github.com/prokken/prokken/audit/report"
)

// TestLoggingInAtOthers: forms as sites have them are found, and what only members get is seen.
func TestLoggingInAtOthers(t *testing.T) {
	const second = `<form method=post action=/login><input name=who type=email value="` + typedUser + `" readonly>
		<input name=secret type=password autocomplete=current-password><button>Next</button></form>`
	forms := map[string]string{
		"one step": oneStep,
		"a script that listens": `<div id=app></div><script>
			app.innerHTML = "<h1>Sign in</h1><div><input id=u autocomplete=username placeholder='E-mail'><input id=p type=password><button id=go type=button disabled>Sign in</button></div>"
			u.oninput = p.oninput = () => go.disabled = !(u.value && p.value)
			go.onclick = async () => {
				const answer = await fetch("/login", {method: "POST", body: new URLSearchParams({who: u.value, secret: p.value})})
				location.href = answer.url
			}</script>`,
		"two steps on one page": `<form method=post action=/login><div id=a><input name=who type=email></div><div id=b hidden>
			<input name=secret type=password autocomplete=current-password></div><button id=go>Continue</button></form>
			<script>document.forms[0].onsubmit = e => { if (b.hidden) { e.preventDefault(); setTimeout(() => b.hidden = false, 50) } }</script>`,
		"in a shadow tree": `<x-login></x-login><script>
			document.querySelector("x-login").attachShadow({mode: "open"}).innerHTML = '` + strings.ReplaceAll(oneStep, "\n", " ") + `'</script>`,
		"beside a sign-up": `<form method=post action=/sign-up><input name=who type=email><input name=secret type=password autocomplete=new-password><input
			name=again type=password><button>Sign up</button></form>` + oneStep,
		"two pages": `<form method=post action=/login/name><input name=who type=text id=login-name><button>Next</button></form>`,
	}
	for name, form := range forms {
		t.Run(name, func(t *testing.T) {
			s := newShop(t, form)
			s.mux.HandleFunc("POST /login/name", func(w http.ResponseWriter, r *http.Request) {
				if user, _ := s.note(r); user != typedUser {
					t.Errorf("the name is %q", user)
				}
				s.write(w, second)
			})
			told := ""
			s.request.Progress = func(p audit.Progress) { told += fmt.Sprintf("%+v\n", p) }
			r := s.run()
			if j := member(t, r); j.Ended != "" || len(r.Gaps()) > 0 {
				t.Fatalf("%+v, %v, %q", j, r.Gaps(), s.posted)
			}
			for _, name := range []string{"member", "orders"} {
				if c := cookieOf(t, r, name); slices.ContainsFunc(c.Seen, func(w report.Where) bool { return w.Journey != report.Member }) {
					t.Errorf("%+v", c)
				}
			}
			s.tellsNothing(r, told)
			if !slices.ContainsFunc(r.Notes, func(n string) bool { return strings.HasPrefix(n, "The audit logged in at http://"+s.host+"/login") }) {
				t.Errorf("%q", r.Notes)
			}
		})
	}
}

// TestNobodyToLogIn: where somebody was to log in and could not be, the audit is not complete, and says why.
func TestNobodyToLogIn(t *testing.T) {
	s := newShop(t, oneStep)
	s.request.Account, s.request.NoAccount = nil, "The log-in was deleted."
	r := s.run()
	if j := member(t, r); j.Ended != "The log-in was deleted." || r.Complete() || s.judged(r) != report.Unseen {
		t.Errorf("%+v, complete %t, %s", j, r.Complete(), s.judged(r))
	}
}

// TestNotLoggedIn: where nobody is logged in the report says why, the audit is not complete, and nothing
// that was typed went elsewhere.
func TestNotLoggedIn(t *testing.T) {
	for name, tt := range map[string]struct{ form, why string }{
		"no form":              {`<p>Write to us to log in.`, "No form to log in was found"},
		"wrong password":       {strings.Replace(oneStep, "name=secret", "name=other", 1), "asks for the password again"},
		"a form elsewhere":     {strings.Replace(oneStep, "action=/login>", `action="http://ELSEWHERE/login">`, 1), "sends what is typed to another one"},
		"a button elsewhere":   {strings.Replace(oneStep, "<button>Log in", `<button formaction="http://ELSEWHERE/login">Log in`, 1), "sends what is typed to another one"},
		"a page elsewhere":     {"at http://ELSEWHERE/login", "not on the website itself"},
		"a field named action": {strings.Replace(oneStep, "action=/login>", `action="http://ELSEWHERE/login"><input name=action value=/login>`, 1), "sends what is typed to another one"},
		"a second factor":      {strings.Replace(oneStep, "action=/login>", `action=/code>`, 1), "second factor"},
		"it ends in words":     {strings.Replace(oneStep, "action=/login>", `action=/words>`, 1), "asks for the password again"},
		"nothing shows it":     {`<p id=p></p><script>if (!document.cookie) p.innerHTML = '` + strings.ReplaceAll(strings.Replace(oneStep, "action=/login>", `action=/cookie>`, 1), "\n", "") + `'; else p.innerHTML = '<input autocomplete=username>'</script>`, "no page shows"},
		"sent on":              {strings.Replace(oneStep, "action=/login>", `action=/elsewhere>`, 1), "password again"},
		"no password follows":  {`<form method=post action=/words><input name=who type=email><button>Next</button></form>`, "no password"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newShop(t, "")
			elsewhere := s.neighbour()
			s.form = strings.ReplaceAll(tt.form, "ELSEWHERE", elsewhere)
			s.page("/code", `<form method=post><input name=code autocomplete=one-time-code><button>Go on</button></form>`)
			s.page("/words", `<p>Too many tries. Please wait.`)
			s.page("/cookie", `<p>Well.`, "Set-Cookie", "seen=1")
			s.mux.HandleFunc("/elsewhere", func(w http.ResponseWriter, r *http.Request) {
				http.Redirect(w, r, "http://"+elsewhere+"/login", http.StatusTemporaryRedirect)
			})
			r := s.run()
			j := member(t, r)
			if !strings.Contains(j.Ended, tt.why) || r.Complete() {
				t.Errorf("%q, complete %t", j.Ended, r.Complete())
			}
			if result := s.judged(r); result != report.Unseen {
				t.Errorf("what members get was not seen, and the sentence about all cookies %s", result)
			}
			s.mu.Lock()
			defer s.mu.Unlock()
			for _, line := range s.posted {
				if !strings.HasPrefix(line, s.host) {
					t.Errorf("somebody else got %q", line)
				}
			}
		})
	}
}
