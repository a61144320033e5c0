package grammar

import "github.com/prokken/prokken/policy/claim"

// Secure, by its name and by what it does.
var (
	secure = trait(claim.Cookie{Secure: true})

	_ = register(fragment{rules: []rule{
		words("https", `https | encrypted connections | an encrypted connection | tls`),
		words("unencrypted", `plain http | unencrypted connections | an unencrypted connection | insecure connections |
			http`),
		words("sent", `sent | transmitted | transferred`),
		words("production", `in production`),

		meaning("flag", `secure`, secure),
		meaning("being", `<sent> (over | via) <https> [<production>]`, secure),
		meaning("being", `[(marked | flagged | set) [as]] secure`, secure),
		meaning("being", `(marked | flagged | set) with [the] secure [<attribute>]`, secure),
		meaning("acting", `<carries> the secure <attribute> [set]`, secure),
		meaning("being", `(<only> <sent> | <sent> <only>) (over | via) <https> [<production>] | <sent> over <https> only
			[<production>]`, secure),
		meaning("being", `<sent> (over | via) <unencrypted>`, secure.not().plainly()),
		meaning("acting", `[<only>] (travel | travels) <only> over <https> [<production>]`, secure),
		say("clause", `secure (- | :) [<production> ,] <clause>`, heading("secure", secure)),
	}})
)
