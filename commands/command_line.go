package commands

const about = "Prokken serves a website whose cookie policy cannot lie."

// commandLine lists every command. A field of a command is one of its flags or
// words; a field that is tagged cmd and has commands of its own is a group.
type commandLine struct {
	Config string `placeholder:"FILE" help:"Read FILE instead of ./config.yaml; that file explains every setting."`

	Serve      serve         `cmd:"" default:"1" help:"Serve the site; this is the default command." example:"PROKKEN_HTTP_ADDRESS=:9000 prokken serve"`
	Work       workJobs      `cmd:"" help:"Run the jobs that wait in the database (emails, audits, backups), without serving the site." example:"prokken work --config /etc/prokken.yaml"`
	Doctor     diagnose      `cmd:"" help:"Check whether this machine has what a server in production needs." example:"prokken doctor --json"`
	Backup     makeBackup    `cmd:"" help:"Copy the database and the secrets into one file, while the server runs." example:"prokken backup --out today.backup"`
	Restore    restoreBackup `cmd:"" help:"Restore a backup on an empty machine, and verify it." example:"prokken restore today.backup --identity key.txt"`
	Migrate    migrate       `cmd:"" help:"Migrate the database to this version of the program." example:"prokken migrate"`
	Admin      adminGroup    `cmd:"" help:"Accounts of admins."`
	Policy     policyGroup   `cmd:"" help:"Policies: check, export, import, confirm, publish, verify; and consents."`
	Audit      auditSite     `cmd:"" help:"Visit a site with a browser, and say whether its policy is true." example:"prokken audit example.com --format html --out report.html"`
	Stripe     stripeGroup   `cmd:"" help:"What Stripe sells."`
	Billing    billingGroup  `cmd:"" help:"Customers of Stripe."`
	Completion completion    `cmd:"" help:"Print what makes a shell complete commands and flags." example:"prokken completion bash"`
	Version    version       `cmd:"" help:"Print the version of this program." example:"prokken version"`
	Help       help          `cmd:"" help:"Explain the commands, or one of them." example:"prokken help policy export"`

	HashPasswords hashPasswords `cmd:"" hidden:"" help:"Hash passwords for a server, which starts this itself."`
	Complete      complete      `cmd:"" hidden:"" name:"__complete" passthrough:"" help:"Complete words for a shell, which asks this itself."`
}

type adminGroup struct {
	Create createAdmin `cmd:"" help:"Create an admin; the password is read from standard input." example:"prokken admin create --email ada@example.com < password.txt"`
}

type policyGroup struct {
	Check    checkPolicies  `cmd:"" help:"Find what is wrong or untrue in files, or in the database." example:"prokken policy check content/*.yaml"`
	Export   exportPolicy   `cmd:"" help:"Write a policy: as text to edit, as signed JSON, or as PDF." example:"prokken policy export cookie-policy --version draft --out draft.yaml"`
	Import   importPolicy   `cmd:"" help:"Import a file as the draft of its policy." example:"prokken policy import draft.yaml"`
	Confirm  confirmPolicy  `cmd:"" help:"Confirm the sentences of a draft that the server cannot read." example:"prokken policy confirm terms --reason 'Our lawyer read it.'"`
	Publish  publishPolicy  `cmd:"" help:"Publish a draft, at once or later." example:"prokken policy publish terms --summary 'New words.' --materiality editorial"`
	Consents exportConsents `cmd:"" help:"Export what visitors chose about cookies, or verify the record of it." example:"prokken policy consents --from 2026-11-01 --out consents.jsonl"`
	Verify   verifyPolicies `cmd:"" help:"Check the signatures and hashes of published versions." example:"prokken policy verify https://prokken.com/legal/cookie-policy.json"`
}

type stripeGroup struct {
	Sync syncStripe `cmd:"" help:"Make Stripe sell what config.yaml says; nothing is deleted, removed items are archived." example:"prokken stripe sync --dry-run"`
}

type billingGroup struct {
	Reconcile reconcileBilling `cmd:"" help:"Compare every customer with Stripe, and correct what differs." example:"prokken billing reconcile"`
}
