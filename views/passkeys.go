package views

import (
	"github.com/prokken/prokken/models/credentials"
)

// passkeyForm is a form that the page's script fills in: hidden until there is
// one. Options is where it asks for a challenge.
type passkeyForm struct {
	Action, Options, Button string
	Fields                  []Hidden
}

func loginPasskey(f LoginForm) passkeyForm {
	return passkeyForm{
		Action: "/api/auth/passkeys/login", Options: "/api/auth/passkeys/options", Button: "Log in with a passkey",
		Fields: present(Hidden{"next", f.Next}),
	}
}

func stepPasskey(f SecondStepForm) passkeyForm {
	totp := Hidden{Name: "totp"}
	if f.TOTP {
		totp.Value = "1"
	}
	return passkeyForm{
		Action: "/api/auth/passkeys/login", Options: "/api/auth/passkeys/options", Button: "Use a passkey",
		Fields: present(Hidden{"step", f.Token}, totp, Hidden{"next", f.Next}),
	}
}

func confirmPasskey(f ConfirmForm) passkeyForm {
	fields := present(Hidden{"again", f.Again})
	if f.Again == "" {
		fields = present(Hidden{"next", f.Next})
	}
	for _, kept := range f.Fields {
		fields = append(fields, Hidden{"keep." + kept.Name, kept.Value})
	}
	return passkeyForm{
		Action:  "/api/auth/passkeys/confirm",
		Options: "/api/auth/passkeys/confirm-options",
		Button:  "Use a passkey",
		Fields:  fields,
	}
}

func present(all ...Hidden) []Hidden {
	var fields []Hidden
	for _, field := range all {
		if field.Value != "" {
			fields = append(fields, field)
		}
	}
	return fields
}

func passkeyPath(key credentials.Passkey, act string) string {
	return "/account/passkeys/" + key.ID.String() + "/" + act
}
