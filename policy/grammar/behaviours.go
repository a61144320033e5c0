package grammar

import "github.com/prokken/prokken/policy/claim"

// behaviour is what the program does, or does not do.
type behaviour struct {
	fact string // of the program: "true" or "false"
	yes  string // the ways to say that it does, in the notation of an expansion
	no   string // the ways to say that it does not
}

var behaviours = []behaviour{
	{
		fact: "refund_ends_plan",
		yes: `a full refund of the current period [also] ends (the | your) (plan | subscription) [at once]
			| (the | your) (plan | subscription) ends [at once] with a full refund of the current period`,
		no: `a [full] refund [of the current period] does not end (the | your) (plan | subscription)
			| a [full] refund [of the current period] leaves (the | your) (plan | subscription) as it is`,
	},
	{
		fact: "cancelling_ends_access",
		yes:  `if you cancel , (you lose access | access ends) (at once | immediately)`,
		no: `if you cancel , you keep access to the end of the period [that] you have paid for
			| if you cancel , (the | your) plan goes on to the end of what is paid`,
	},
	{
		fact: "deletion_cancels_plan",
		yes:  `if you ask for (the | its) deletion [of your account] , your plan does not renew`,
		no:   `if you ask for (the | its) deletion [of your account] , your plan renews`,
	},
	{
		fact: "deletion_reaches_stripe",
		yes:  `(we delete | deleting your account deletes) (your customer | the customer) at stripe`,
		no: `deleting your account does not delete (your customer | the customer) at stripe
			| (your customer | the customer) at stripe stays [when your account is deleted]`,
	},
	{
		fact: "activity_log_deleted",
		yes:  `<we> delete the log of what happened | the log of what happened (is | <label>) deleted`,
		no: `<we> (do not | never) delete the log of what happened
			| the log of what happened (is | <label>) (not | never) deleted`,
	},
	{
		fact: "editorial_changes_mailed",
		yes:  `<we> (tell | mail) members of changes of wording`,
		no: `<we> do not (tell | mail) members of changes of wording
			| members are not told of changes of wording`,
	},
	{
		fact: "log_out_ends_session",
		yes:  `(logging out ends | when you log out , <we> end) (a | the | your) session at once`,
		no:   `(logging out does not end | when you log out , <we> do not end) (a | the | your) session [at once]`,
	},
}

func rulesOfBehaviours() []rule {
	var all []rule
	for _, b := range behaviours {
		is := func(value claim.FactValue) func(values) any {
			return func(v values) any { return v.program(b.fact, value) }
		}
		all = append(all, say("clause", b.yes, is("true")), say("clause", b.no, is("false")))
	}
	return all
}
