package account

import (
	"net/url"
	"slices"

	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/validation"
	"github.com/prokken/prokken/views"
	"github.com/prokken/prokken/views/forms"
)

// SignupForm asks for a new account. Like every form here it has no field for a
// password, so that no page can send one back.
type SignupForm struct {
	Email  string
	Next   string       // where to go on once the address is confirmed
	Agrees []views.Link // the policies that one agrees to by signing up
	Names  []string     // and in which versions
	// Upcoming will be asked for, or is the next version of what is.
	Upcoming []*site.Version
	Invalid  validation.Errors
}

// login is the way to log in instead.
func (f SignupForm) login() string {
	if f.Next == "" {
		return "/login"
	}
	return "/login?" + url.Values{"next": {f.Next}}.Encode()
}

// after is what stands behind the i-th policy that one agrees to.
func (f SignupForm) after(i int) string { return views.After(i, len(f.Agrees), " and the ", ".") }

func (f SignupForm) agreesTo(href string) bool {
	return slices.ContainsFunc(f.Agrees, func(l views.Link) bool { return l.Href == href })
}

// LoginForm asks who is there. Next is where to go then.
type LoginForm struct {
	Email   string
	Next    string
	Problem string
	Notice  string
	// MailLink offers a mailed link: there were too many tries.
	MailLink bool
}

// LoginLinkForm asks for the password where a mailed link takes the place of the address.
type LoginLinkForm struct {
	Token   string
	Account string // the address of whose it is
	Problem string
}

// SecondStepForm asks for the second factor. TOTP and Passkey say what the
// account has; a recovery code always works.
type SecondStepForm struct {
	Token         string
	Next          string
	TOTP, Passkey bool
	Problem       string
	MailLink      bool
	Invalid       validation.Errors
}

// ConfirmForm asks someone who is logged in to prove that it is them. Then it
// goes to the page Next, or to the form that waits: Again and its Fields.
type ConfirmForm struct {
	Next, Again     string
	Fields          []forms.Hidden
	Factor, Passkey bool
	Problem         string
	Invalid         validation.Errors
}

// MailForm asks for an address to mail something to.
type MailForm struct {
	Title, Text, Action, Button string
	Notice                      string
	Email                       string
	Invalid                     validation.Errors
}

// ResetForm asks for a new password.
type ResetForm struct {
	Token   string
	Account string
	Invalid validation.Errors
}

// SetupForm makes the first admin.
type SetupForm struct {
	Token   string
	Email   string
	Invalid validation.Errors
}

// VerifyForm confirms an address. It asks for the password where somebody else
// may have signed up with the same address.
type VerifyForm struct {
	Token       string
	Account     string
	AskPassword bool
	Invalid     validation.Errors
}
