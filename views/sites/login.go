package sites

import "github.com/prokken/prokken/validation"

// Login is what is shown again of a log-in that was typed for an audit. It has no password, so no page can
// send one back.
type Login struct{ Page, User string }

// isWrong reports whether something of what was typed was not taken.
func (l Login) isWrong(invalid validation.Errors) bool {
	return l != Login{} || invalid["login_page"]+invalid["username"]+invalid["password"] != ""
}
