# Completion of prokken for fish.
function __prokken_complete
	set -l words (commandline -opc)
	set -l last (commandline -ct)
	set -l found ($words[1] __complete $words[2..-1] "$last" 2>/dev/null)
	if test -n "$found[1]"
		printf '%s\n' $found
	else
		__fish_complete_path "$last"
	end
end
complete -c prokken -f -a '(__prokken_complete)'
