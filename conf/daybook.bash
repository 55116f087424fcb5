# Completion of daybook in bash. The program itself says which commands and
# options there are: a line a command, its options behind it.
_daybook() {
	local word=${COMP_WORDS[COMP_CWORD]}
	local name rest words=

	COMPREPLY=()
	case $word in
	-*) ;;
	*) [ "$COMP_CWORD" = 1 ] || return ;;
	esac
	while read -r name rest; do
		if [ "$COMP_CWORD" = 1 ]; then
			words="$words $name"
		elif [ "$name" = "${COMP_WORDS[1]}" ]; then
			words=$rest
		fi
	done < <("${COMP_WORDS[0]}" help --words 2>/dev/null)
	mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
}
complete -o default -F _daybook daybook
