package letter

import "time"

// ConfirmAddress asks the owner of a new account to confirm the address.
type ConfirmAddress struct {
	Link
}

// Kind names the mail in the database.
func (ConfirmAddress) Kind() Kind { return "confirm_address" }

// AddressTaken tells the owner of an account that someone tried to use its address for another.
type AddressTaken struct{}

// Kind names the mail in the database.
func (AddressTaken) Kind() Kind { return "address_taken" }

// SignUpAgain tells somebody whose link to confirm is too old to sign up once more.
type SignUpAgain struct{}

// Kind names the mail in the database.
func (SignUpAgain) Kind() Kind { return "sign_up_again" }

// ResetPassword has the link to choose a new password.
type ResetPassword struct {
	Link
}

// Kind names the mail in the database.
func (ResetPassword) Kind() Kind { return "reset_password" }

// LoginLink has the link to log in with while others guess.
type LoginLink struct {
	Link
}

// Kind names the mail in the database.
func (LoginLink) Kind() Kind { return "login_link" }

// ConfirmNewAddress goes to the address that an account is to have.
type ConfirmNewAddress struct {
	Link
}

// Kind names the mail in the database.
func (ConfirmNewAddress) Kind() Kind { return "confirm_new_address" }

// AddressChanged goes to the old address, with a link that takes the change back.
type AddressChanged struct {
	Link
	Event
	Address string `json:"address"` // the new one
}

// Kind names the mail in the database.
func (AddressChanged) Kind() Kind { return "address_changed" }

// AddressIsYours goes to the new address.
type AddressIsYours struct{}

// Kind names the mail in the database.
func (AddressIsYours) Kind() Kind { return "address_is_yours" }

// ExportReady tells that the copy of one's data can be downloaded.
type ExportReady struct{}

// Kind names the mail in the database.
func (ExportReady) Kind() Kind { return "export_ready" }

// DeletionAsked tells when an account will be deleted, with a link that keeps it.
type DeletionAsked struct {
	Link
	EraseAfter time.Time `json:"erase_after"`
}

// Kind names the mail in the database.
func (DeletionAsked) Kind() Kind { return "deletion_asked" }

// AccountErased is the last mail to the owner of a deleted account.
type AccountErased struct{}

// Kind names the mail in the database.
func (AccountErased) Kind() Kind { return "account_erased" }

// RoleChanged tells that the owner of an account became an admin, or is none any more.
type RoleChanged struct {
	Admin bool `json:"admin"`
}

// Kind names the mail in the database.
func (RoleChanged) Kind() Kind { return "role_changed" }
