/** The shells that completion is for. */
export const SHELLS = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof SHELLS)[number];

// Each script hands the line up to the cursor to `foretell complete SHELL`, which splits it by itself: what
// was typed is evaluated nowhere. Where that gives nothing, the shell completes names of files.
const SCRIPTS: Readonly<Record<Shell, string>> = {
  bash: `# Completion of foretell for bash: put  eval "$(foretell completion bash)"  into ~/.bashrc
_foretell() {
  local word
  COMPREPLY=()
  while IFS= read -r word; do
    COMPREPLY+=("$word")
  done < <(command foretell complete bash "\${COMP_LINE:0:$COMP_POINT}" 2>/dev/null)
  if [ "\${#COMPREPLY[@]}" -eq 1 ] && [[ \${COMPREPLY[0]} == *[/:=,] ]]; then
    compopt -o nospace 2>/dev/null
  fi
}
complete -o default -F _foretell foretell
`,
  zsh: `#compdef foretell
# Completion of foretell for zsh: foretell completion zsh > ~/.zfunc/_foretell, where fpath has ~/.zfunc,
# or put  eval "$(foretell completion zsh)"  into ~/.zshrc after compinit
_foretell() {
  local value meaning
  local -a whole open wholeShown openShown
  while IFS=$'\\t' read -r value meaning; do
    if [[ $value == *[/:=,] ]]; then
      open+=("$value")
      openShown+=("$value\${meaning:+  -- $meaning}")
    else
      whole+=("$value")
      wholeShown+=("$value\${meaning:+  -- $meaning}")
    fi
  done < <(command foretell complete zsh "$LBUFFER" 2>/dev/null)
  if (( \${#whole} + \${#open} == 0 )); then
    _files
    return
  fi
  (( \${#whole} )) && compadd -l -d wholeShown -a whole
  (( \${#open} )) && compadd -l -S '' -d openShown -a open
}
if [[ $funcstack[1] == _foretell ]]; then
  _foretell
else
  compdef _foretell foretell
fi
`,
  fish: `# Completion of foretell for fish: foretell completion fish > ~/.config/fish/completions/foretell.fish
function __foretell_complete
  command foretell complete fish (commandline -cp) 2>/dev/null
end
complete -c foretell -e
complete -c foretell -n 'test (count (__foretell_complete)) -gt 0' -f -a '(__foretell_complete)'
`,
};

/** What a shell runs to complete command lines of foretell. */
export function completionScript(shell: Shell): string {
  return SCRIPTS[shell];
}
