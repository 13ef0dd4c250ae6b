fn main() -> std::process::ExitCode {
    liangshai::cli::main()
}
