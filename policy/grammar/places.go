package grammar

import (
	"strings"

	"github.com/prokken/prokken/cookie"
)

// Paths, by themselves or by what is found there.
var _ = register(fragment{
	lexical: []lexical{{"path", func(t Token, _ Context) any {
		if strings.HasPrefix(t.Raw, "/") && len(t.Raw) > 1 && cookie.IsPath(t.Raw) {
			return t.Raw
		}
		return nil
	}}},
	rules: []rule{
		words("endpoints", `[the path | paths under] <path>`),
		say("endpoints", `[the] <path> (endpoint | endpoints | path | routes)`, path),
		say("endpoints", `[our | the] authentication (endpoints | routes)`, func(v values) any {
			if path := v.context.Endpoints["authentication"]; path != "" {
				return path
			}
			return nil
		}),
	},
})

func path(v values) any { return last[string](v, "path") }
