#compdef prokken
# Completion of prokken for zsh.
_prokken() {
	local -a found
	found=("${(@f)$("${(Q)words[1]}" __complete "${(@Q)words[2,CURRENT]}" 2>/dev/null)}")
	if [[ -n "${found[1]}" ]]; then
		found=("${(@)found//$'\t'/:}")
		_describe prokken found
	else
		_files
	fi
}
compdef _prokken prokken
