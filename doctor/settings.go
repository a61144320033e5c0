package doctor

import (
	"context"

	"github.com/prokken/prokken/config"
)

// Setting is a setting with which a server in production does not start.
type Setting struct{ Problem config.Problem }

// Name is that of the setting.
func (s Setting) Name() string { return s.Problem.Setting }

// Look says what is wrong with it.
func (s Setting) Look(context.Context) Finding {
	do := "Change it in config.yaml."
	if variable := s.Problem.Variable(); variable != "" {
		do = "Set it in config.yaml, or " + variable + "."
	}
	return must(s.Problem.Says, do)
}

// Settings is said where no setting is wrong.
type Settings struct{}

// Name is "settings".
func (Settings) Name() string { return "settings" }

// Look says that they are complete.
func (Settings) Look(context.Context) Finding {
	return good("everything that production needs is set")
}
