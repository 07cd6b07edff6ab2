/** Words of the languages themselves; what else is a word is a name that somebody chose. */
export const reserved = new Set(
  `abstract and as assert async await base begin bool boolean break byte case catch char class const constexpr continue
  crate def default defer del delete do double dyn echo elif else elsif end ensure enum except export extends extern false
  final finally float fn for foreach from func function global go goto if impl implements import in include instanceof int
  interface internal is lambda let long loop map match mod module move mut mutable namespace new nil none nonlocal not null
  nullptr operator or out override package pass private protected pub public raise range readonly ref require rescue return
  sealed select self short signed sizeof static str string struct super switch template then this throw throws trait true try
  type typedef typename typeof undefined union unless unsafe unsigned until use using val var virtual void volatile when where
  while with yield None True False self list dict tuple set len print std`.split(/\s+/),
);
