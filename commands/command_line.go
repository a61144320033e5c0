package commands

const about = "Prokken serves a website whose cookie policy cannot lie."

// commandLine lists every command. A field of a command is one of its flags or
// words; a field that is tagged cmd and has commands of its own is a group.
type commandLine struct {
	Config string `placeholder:"FILE" help:"Read FILE instead of ./config.yaml; that file explains every setting."`

	Serve   serve         `cmd:"" default:"1" help:"Serve the site; so does prokken without a command."`
	Work    workJobs      `cmd:"" help:"Do the work that waits in the database (mails, audits, backups), without serving the site."`
	Doctor  diagnose      `cmd:"" help:"Look whether this machine has what a server in production needs."`
	Backup  makeBackup    `cmd:"" help:"Copy the database and the secrets into one file, while the server runs."`
	Restore restoreBackup `cmd:"" help:"Put a backup back on an empty machine, and verify it."`
	Migrate migrate       `cmd:"" help:"Bring the database up to this program."`
	Admin   adminGroup    `cmd:"" help:"Accounts of admins."`
	Policy  policyGroup   `cmd:"" help:"Policies: check, export, import, confirm, publish, verify; and consents."`
	Audit   auditSite     `cmd:"" help:"Visit a site with a browser, and say whether its policy is true."`
	Stripe  stripeGroup   `cmd:"" help:"What Stripe sells."`
	Billing billingGroup  `cmd:"" help:"Customers of Stripe."`
	Version version       `cmd:"" help:"Print the version of this program."`
	Help    help          `cmd:"" help:"Explain the commands, or the one that is named."`

	HashPasswords hashPasswords `cmd:"" hidden:"" help:"Hash passwords for a server, which starts this itself."`
}

type adminGroup struct {
	Create createAdmin `cmd:"" help:"Create an admin; the password is read from standard input."`
}

type policyGroup struct {
	Check    checkPolicies  `cmd:"" help:"Find what is wrong or untrue in files, or in the database."`
	Export   exportPolicy   `cmd:"" help:"Write a policy: as text to edit, as signed JSON, or as PDF."`
	Import   importPolicy   `cmd:"" help:"Make the document of a file the draft of its policy."`
	Confirm  confirmPolicy  `cmd:"" help:"Confirm what the sentences of a draft are that the server cannot read."`
	Publish  publishPolicy  `cmd:"" help:"Publish a draft, at once or later."`
	Consents exportConsents `cmd:"" help:"Export what visitors chose about cookies, or verify the record of it."`
	Verify   verifyPolicies `cmd:"" help:"Check the signatures and hashes of published versions."`
}

type stripeGroup struct {
	Sync syncStripe `cmd:"" help:"Make Stripe sell what config.yaml says; nothing is deleted, what left is archived."`
}

type billingGroup struct {
	Reconcile reconcileBilling `cmd:"" help:"Compare every customer with Stripe, and correct what differs."`
}
