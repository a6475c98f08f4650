import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** Where the test of the image writes its `ImageRun`, for `run-in-image.ts`. */
export const IMAGE_RUN_FILE = ".data/test/image-run.json";

/** How a program of an image is started: by docker, or in the image's root folder that buildah has mounted. */
export type ImageRun = { readonly engine: "docker"; readonly image: string } | ({ readonly engine: "buildah" } & ImageRoot);

interface ImageRoot {
  readonly root: string;
  readonly user: string;
  readonly folder: string;
  readonly env: readonly string[];
  readonly entrypoint: readonly string[];
}

/** What the image says about how to run it. */
export interface ImageConfig {
  readonly User?: string;
  readonly Env?: readonly string[];
  readonly WorkingDir?: string;
  readonly Entrypoint?: readonly string[];
  readonly Healthcheck?: { readonly Test?: readonly string[] };
  readonly Labels?: Record<string, string>;
}

export interface ImageFile {
  readonly bytes: number;
  /** Names of one file (hard links) have the same inode. */
  readonly inode: string;
  /** Permissions as an octal number, for example `644`. */
  readonly mode: string;
  readonly owner: string;
  /** Absolute in the image. */
  readonly path: string;
}

const works = (command: string, ...args: string[]) => spawnSync(command, args, { stdio: "ignore" }).status === 0;
const output = (command: string, ...args: string[]) =>
  execFileSync(command, args, { encoding: "utf8", maxBuffer: 256 * 1024 * 1024, env: { ...process.env, ...STORAGE } }).trim();

/** buildah's default needs overlay mounts. Copies of all layers work everywhere. */
const STORAGE = works("buildah", "--version") && !works("buildah", "images") ? { STORAGE_DRIVER: "vfs" } : {};

/** The engine of this machine; undefined if there is none. */
export function findEngine(): "docker" | "buildah" | undefined {
  if (works("docker", "info")) return "docker";
  return works("buildah", "--version") ? "buildah" : undefined;
}

/** Whether the command docker is podman, as with the package podman-docker. */
const isPodman = () => spawnSync("docker", ["--version"], { encoding: "utf8" }).stdout.startsWith("podman");

/**
 * The arguments of `docker build` or `buildah build`, and variables for it. buildah gets `--format=docker`, because OCI's format has no health
 * check; chroot isolation, which needs no container runtime; and this process's own limits, because its defaults are higher than what a process
 * without CAP_SYS_RESOURCE may set.
 */
export function buildArguments(engine: "docker" | "buildah"): { readonly args: readonly string[]; readonly env: Record<string, string> } {
  // podman's own format has no health check either.
  if (engine === "docker") return { args: ["build"], env: { BUILDAH_FORMAT: "docker" } };
  const limits = [
    ["nofile", "Max open files"],
    ["nproc", "Max processes"],
  ].map(([name, title]) => `--ulimit=${name}=${limitOf(title ?? "")}`);
  return { args: ["build", "--format=docker", "--isolation=chroot", "--layers", ...limits], env: STORAGE };
}

/** The options of a build for this machine: BASE and BUILDER are base images, NPMRC and CA the paths of an .npmrc and of certificates for npm. */
export function buildOptions(): readonly string[] {
  const { BASE, BUILDER, NPMRC, CA } = process.env;
  return [
    ...(BASE ? [`--build-arg=BASE=${BASE}`] : []),
    ...(BUILDER ? [`--build-arg=BUILDER=${BUILDER}`] : []),
    ...(NPMRC ? [`--secret=id=npmrc,src=${resolve(NPMRC)}`] : []),
    ...(CA ? [`--secret=id=ca,src=${resolve(CA)}`] : []),
  ];
}

/** The soft and the hard limit of this process as `soft:hard`. buildah's word for no limit is -1. */
function limitOf(title: string): string {
  const line =
    readFileSync("/proc/self/limits", "utf8")
      .split("\n")
      .find((each) => each.startsWith(title)) ?? "";
  const [soft = "unlimited", hard = "unlimited"] = line.slice(title.length).trim().split(/\s+/);
  return [soft, hard].map((limit) => (limit === "unlimited" ? "-1" : limit)).join(":");
}

/** An image that was built, for looking into it and for running its programs. */
export interface BuiltImage {
  readonly config: ImageConfig;
  /** What made each layer that is not empty, oldest first. */
  readonly layers: readonly string[];
  readonly run: ImageRun;
  files(): readonly ImageFile[];
  /** The content of a file, at an absolute path in the image. */
  read(path: string): string;
  remove(): void;
}

/** @throws Error of the engine if there is no such image */
export function openImage(engine: "docker" | "buildah", tag: string): BuiltImage {
  return engine === "docker" ? dockerImage(tag) : buildahImage(tag);
}

function dockerImage(tag: string): BuiltImage {
  const inside = (...command: string[]) => {
    const [program = "", ...args] = command;
    return output("docker", "run", "--rm", "--user=0", `--entrypoint=${program}`, tag, ...args);
  };
  const [{ Config, Healthcheck }] = JSON.parse(output("docker", "inspect", "--type=image", tag));
  return {
    // podman, which can be installed as docker, has the health check in another place.
    config: { ...(Healthcheck && { Healthcheck }), ...Config },
    layers: output("docker", "history", "--no-trunc", "--format={{.Size}} {{.CreatedBy}}", tag)
      .split("\n")
      .filter((line) => !line.startsWith("0B "))
      .reverse(),
    run: { engine: "docker", image: tag },
    files: () => filesOf(inside("find", "/", "-xdev", ...FIND), "/"),
    read: (path) => inside("cat", path),
    remove: () => undefined,
  };
}

/**
 * The image in a working container of buildah, whose root folder is mounted here, without its shells: so a program that needs one fails. Mounting
 * needs root.
 */
function buildahImage(tag: string): BuiltImage {
  const { Docker } = JSON.parse(output("buildah", "inspect", "--type=image", tag));
  const config: ImageConfig = Docker.config;
  const container = output("buildah", "from", "--isolation=chroot", tag);
  const root = output("buildah", "mount", container);
  const found = filesOf(output("find", root, "-xdev", ...FIND), root);
  for (const shell of ["sh", "dash", "bash"]) for (const folder of ["bin", "usr/bin"]) rmSync(join(root, folder, shell), { force: true });
  // Every engine gives a container its own.
  for (const file of ["hosts", "resolv.conf"]) writeFileSync(join(root, "etc", file), "", { flag: "a" });
  const history: { readonly created_by?: string; readonly empty_layer?: boolean }[] = Docker.history;
  const { User = "", WorkingDir = "/", Env = [], Entrypoint = [] } = config;
  return {
    config,
    layers: history.filter((each) => each.empty_layer !== true).map((each) => each.created_by ?? ""),
    run: { engine: "buildah", root, user: User, folder: WorkingDir, env: Env, entrypoint: Entrypoint },
    files: () => found,
    read: (path) => readFileSync(join(root, path), "utf8"),
    remove: () => void output("buildah", "rm", container),
  };
}

const FIND = ["-type", "f", "-printf", "%s %i %m %U %p\\n"];

function filesOf(list: string, root: string): readonly ImageFile[] {
  return list.split("\n").map((line) => {
    const [bytes, inode = "", mode = "", owner = "", ...words] = line.split(" ");
    return { bytes: Number(bytes), inode, mode, owner, path: join("/", words.join(" ").slice(root === "/" ? 0 : root.length)) };
  });
}

/**
 * Mounts the image's root read-only in a mount namespace of its own, with the network of this machine, and replaces itself by the program. All of
 * it is gone when the program ends. Arguments: root, user ID, group ID, folder, program and its arguments.
 */
const IN_ROOT = `set -e
root=$1 user=$2 group=$3 folder=$4; shift 4
mount --bind "$root" "$root"
mount -o remount,bind,ro "$root"
mount -t proc proc "$root/proc"
mount --bind /dev "$root/dev"
for file in hosts resolv.conf; do mount --bind "/etc/$file" "$root/etc/$file"; done
exec setpriv --no-new-privs unshare --root="$root" --wd="$folder" --setgid="$group" --setuid="$user" "$@"`;

/**
 * The command that runs a program of the image as the image says: its user, its variables, a read-only root file system, no capabilities. The
 * sandbox is on this machine, and with custom endpoints everything must be, so it shares this machine's network.
 * @param program replaces the image's own entry point
 */
export function commandInImage(
  run: ImageRun,
  variables: Readonly<Record<string, string>>,
  args: readonly string[],
  program?: string,
): { readonly command: string; readonly args: readonly string[]; readonly env: Record<string, string> } {
  const { PATH = "" } = process.env;
  if (run.engine === "docker") {
    // podman would make /tmp writable.
    const readOnly = isPodman() ? ["--read-only", "--read-only-tmpfs=false"] : ["--read-only"];
    const limits = ["--network=host", ...readOnly, "--cap-drop=ALL", "--security-opt=no-new-privileges"];
    const env = Object.keys(variables).map((name) => `--env=${name}`);
    const entry = program === undefined ? [] : [`--entrypoint=${program}`];
    return { command: "docker", args: ["run", "--rm", ...limits, ...env, ...entry, run.image, ...args], env: { PATH, ...variables } };
  }
  const [user = "0", group = user] = run.user.split(":");
  const own = Object.fromEntries(run.env.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]));
  const started = program === undefined ? run.entrypoint : [program];
  return {
    command: "unshare",
    args: ["--mount", "/bin/sh", "-c", IN_ROOT, "sh", run.root, user || "0", group || "0", run.folder || "/", ...started, ...args],
    env: { ...own, ...variables },
  };
}
