import { type Builtin, MatlabError, NotHandled, NotKnown } from "../builtin.js";
import { sprintf } from "../format.js";
import {
  emptyArray,
  type FunctionValue,
  logical,
  normalSize,
  type StructValue,
  scalar,
  struct,
  text,
  textOf,
  type Value,
} from "../values.js";
import { type Builtins, numberAt, textAt } from "./arguments.js";

/** What has an effect on the screen only and gives nothing. */
const silent: Builtin = () => [];

const unavailable =
  (reason: (args: readonly Value[]) => string): Builtin =>
  (args) => {
    throw new NotKnown(reason(args));
  };

const named = (args: readonly Value[], otherwise: string): string => textOf(args[0]) ?? otherwise;

const file = unavailable((args) => `${named(args, "a file")} is read`);
const network = unavailable(() => "it comes from the network");
const clock = unavailable(() => "it depends on the time");
const person = unavailable(() => "it is asked of the person at the keyboard");
const system = unavailable(() => "it depends on the system");
const symbolic = unavailable(() => "it is symbolic");

function raise(args: readonly Value[]): never {
  const [first, ...rest] = args;
  if (first?.kind === "struct")
    throw new MatlabError(textOf(first.fields.get("message")?.[0]) ?? "unspecified error");
  const format = textAt(args, 0);
  const isIdentifier = rest.length > 0 && /^[\w-]+(:[\w-]+)+$/.test(format);
  if (isIdentifier) throw new MatlabError(sprintf(textAt(args, 1), rest.slice(1)), format);
  throw new MatlabError(sprintf(format, rest));
}

function assertion(args: readonly Value[]): readonly Value[] {
  const [condition, ...rest] = args;
  if (condition?.kind === "array" && condition.re.length > 0 && condition.re.every((each) => each !== 0))
    return [];
  if (rest.length > 0 && textOf(rest[0]) !== undefined) raise(rest);
  throw new MatlabError("assert (cond) failed");
}

const readers = [
  "imread",
  "audioread",
  "wavread",
  "csvread",
  "dlmread",
  "xlsread",
  "readtable",
  "readmatrix",
  "readcell",
  "importdata",
  "textread",
  "textscan",
  "fopen",
  "fread",
  "fscanf",
  "fgetl",
  "fgets",
  "fileread",
  "imfinfo",
  "VideoReader",
  "audioinfo",
  "dicomread",
  "ncread",
  "h5read",
  "hdf5read",
  "matfile",
  "dir",
  "ls",
  "what",
  "which",
  "readtimetable",
  "jsondecode",
  "imageDatastore",
  "datastore",
  "auread",
];

const writers = [
  "disp",
  "display",
  "fprintf",
  "printf",
  "puts",
  "fputs",
  "fdisp",
  "fclose",
  "fwrite",
  "save",
  "csvwrite",
  "dlmwrite",
  "xlswrite",
  "writetable",
  "writematrix",
  "imwrite",
  "audiowrite",
  "wavwrite",
  "sound",
  "soundsc",
  "beep",
  "diary",
  "echo",
  "profile",
  "tic",
  "fflush",
  "dbstop",
  "addpath",
  "rmpath",
  "genpath",
  "mkdir",
  "waitbar",
  "writeVideo",
  "keyboard",
  "graphics_toolkit",
  "page_screen_output",
  "lasterr",
  "dbstack",
  "help",
  "doc",
  "demo",
  "open",
  "edit",
  "home",
  "commandwindow",
  "desktop",
  "parpool",
  "matlabpool",
  "digits",
  "pack",
  "javaaddpath",
  "validateattributes",
  "narginchk",
  "nargchk",
  "nargoutchk",
  "lastwarn",
  "setenv",
];

const dates = [
  "toc",
  "clock",
  "now",
  "cputime",
  "date",
  "datestr",
  "datenum",
  "datetime",
  "time",
  "etime",
  "weekday",
  "calendar",
  "datevec",
  "timeit",
];

const outside = [
  "system",
  "dos",
  "unix",
  "getenv",
  "pwd",
  "cd",
  "computer",
  "version",
  "ver",
  "ispc",
  "isunix",
  "ismac",
  "matlabroot",
  "tempdir",
  "tempname",
  "license",
  "path",
  "mex",
  "sim",
  "open_system",
  "memory",
  "feature",
  "maxNumCompThreads",
  "gpuDevice",
  "listfonts",
  "VideoWriter",
  "OCTAVE_VERSION",
];

const asked = [
  "input",
  "uigetfile",
  "uiputfile",
  "uigetdir",
  "inputdlg",
  "questdlg",
  "listdlg",
  "menu",
  "ginput",
  "waitforbuttonpress",
  "getrect",
  "getpts",
  "getline",
  "getPosition",
  "impoly",
  "impoint",
  "imline",
  "roipoly",
  "imfreehand",
  "imrect",
  "imellipse",
  "drawfreehand",
  "drawrectangle",
  "drawpolygon",
  "gtext",
  "msgbox",
  "errordlg",
  "warndlg",
  "helpdlg",
];

const symbolics = [
  "sym",
  "laplace",
  "ilaplace",
  "fourier",
  "ifourier",
  "ztrans",
  "iztrans",
  "solve",
  "dsolve",
  "subs",
  "simplify",
  "expand",
  "collect",
  "vpa",
  "pretty",
  "matlabFunction",
  "symsum",
  "limit",
  "taylor",
  "int",
  "jacobian",
  "hessian",
  "latex",
  "symfun",
];

const all = (names: readonly string[], builtin: Builtin): Builtins =>
  Object.fromEntries(names.map((name) => [name, builtin]));

/** Texts of a message, as `MException` keeps them. */
function exception(args: readonly Value[]): StructValue {
  const [identifier, format, ...rest] = args;
  return struct([
    ["identifier", identifier ?? text("")],
    ["message", text(format ? sprintf(textOf(format) ?? "", rest) : "")],
    ["stack", struct([])],
  ]);
}

/** Functions with effects outside of the program: none of them happens. */
export const effectFunctions: Builtins = {
  ...all(readers, file),
  ...all(writers, silent),
  ...all(dates, clock),
  ...all(outside, system),
  ...all(asked, person),
  ...all(symbolics, symbolic),
  ...all(["urlread", "webread", "urlwrite", "websave", "webwrite", "web", "tcpip", "udp", "serial"], network),
  error: (args) => raise(args),
  rethrow: (args) => raise(args),
  throw: (args) => raise(args),
  MException: exception,
  getReport: (args) =>
    text(args[0]?.kind === "struct" ? (textOf(args[0].fields.get("message")?.[0]) ?? "") : ""),
  assert: assertion,
  print_usage: () => {
    throw new MatlabError("Invalid call");
  },
  // For the functions of `library/`: a value that is not known, of which a person is told why.
  valueNotKnown: (args) => {
    throw new NotKnown(textAt(args, 0), args[1]?.kind === "array" ? normalSize([...args[1].re]) : undefined);
  },
  // The same for a whole call: as a statement, a value that is not known would stop nothing.
  notHandled: (args, _outputs, { line }) => {
    const reason = textAt(args, 0);
    throw line < 0 ? new NotHandled(reason) : new NotKnown(reason);
  },
  isdeployed: () => logical(false),
  usejava: () => logical(false),
  exist: (args, _outputs, context) => scalar(context.exist(textAt(args, 0))),
  bsxfun: (args, _outputs, context) => {
    const [f, a = emptyArray, b = emptyArray] = args;
    const callee: FunctionValue | string = f?.kind === "function" ? f : textAt(args, 0);
    return context.apply(callee, [a, b], 1);
  },
  fullfile: (args) =>
    text(
      args
        .map((_, i) => textAt(args, i))
        .filter((each) => each !== "")
        .join("/")
        .replace(/\/+/g, "/"),
    ),
  filesep: () => text("/"),
  pathsep: () => text(":"),
  fileparts: (args) => {
    const whole = textAt(args, 0);
    const slash = whole.lastIndexOf("/");
    const base = whole.slice(slash + 1);
    const dot = base.lastIndexOf(".");
    return [
      text(whole.slice(0, Math.max(0, slash))),
      text(dot < 0 ? base : base.slice(0, dot)),
      text(dot < 0 ? "" : base.slice(dot)),
    ];
  },
  isargout: () => logical(true),
  merge: (args) => (numberAt(args, 0) !== 0 ? (args[1] ?? emptyArray) : (args[2] ?? emptyArray)),
  sparse: (args) => (args.length === 1 ? (args[0] ?? emptyArray) : sparseFrom()),
  full: (args) => args[0] ?? emptyArray,
  gather: (args) => args[0] ?? emptyArray,
  gpuArray: (args) => args[0] ?? emptyArray,
};

function sparseFrom(): never {
  throw new NotKnown("a sparse matrix is made");
}
