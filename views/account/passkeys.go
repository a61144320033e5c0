package account

import (
	"github.com/prokken/prokken/models/credentials"
	"github.com/prokken/prokken/views/forms"
)

// passkeyForm is a form that the page's script fills in: hidden until there is
// one. Options is where it asks for a challenge. OfferedIn is the id of the field in which
// browsers that can do so offer passkeys at once; none if it is empty.
type passkeyForm struct {
	Action, Options, Button, OfferedIn string
	Fields                             []forms.Hidden
}

func loginPasskey(f LoginForm) passkeyForm {
	return passkeyForm{
		Action: "/api/auth/passkeys/login", Options: "/api/auth/passkeys/options", Button: "Log in with a passkey",
		OfferedIn: loginAddress(f).Name,
		Fields:    present(forms.Hidden{Name: "next", Value: f.Next}),
	}
}

// loginAddress is the field of the address, in which browsers offer passkeys beside names.
func loginAddress(f LoginForm) forms.Field {
	field := forms.Email(f.Email, "")
	field.Autocomplete = "username webauthn"
	return field
}

func stepPasskey(f SecondStepForm) passkeyForm {
	totp := forms.Hidden{Name: "totp"}
	if f.TOTP {
		totp.Value = "1"
	}
	return passkeyForm{
		Action: "/api/auth/passkeys/login", Options: "/api/auth/passkeys/options", Button: "Use a passkey",
		Fields: present(forms.Hidden{Name: "step", Value: f.Token}, totp, forms.Hidden{Name: "next", Value: f.Next}),
	}
}

func confirmPasskey(f ConfirmForm) passkeyForm {
	fields := present(forms.Hidden{Name: "again", Value: f.Again})
	if f.Again == "" {
		fields = present(forms.Hidden{Name: "next", Value: f.Next})
	}
	for _, kept := range f.Fields {
		fields = append(fields, forms.Hidden{Name: "keep." + kept.Name, Value: kept.Value})
	}
	return passkeyForm{
		Action:  "/api/auth/passkeys/confirm",
		Options: "/api/auth/passkeys/confirm-options",
		Button:  "Use a passkey",
		Fields:  fields,
	}
}

func present(all ...forms.Hidden) []forms.Hidden {
	var fields []forms.Hidden
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
