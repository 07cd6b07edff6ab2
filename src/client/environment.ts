/**
 * What an editor that `git commit` has started inherits: which repository and index that commit is of. The folders that are open in it
 * are others.
 */
export const withoutRepository: NodeJS.ProcessEnv = Object.fromEntries(
  [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_PREFIX",
    "GIT_COMMON_DIR",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
  ].map((name) => [name, undefined]),
);
