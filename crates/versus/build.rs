//! Links Vectorscan (or Hyperscan, which has the same interface) where it is installed.

fn main() {
    println!("cargo::rustc-check-cfg=cfg(has_vectorscan)");
    println!("cargo::rerun-if-changed=build.rs");
    if pkg_config::Config::new().atleast_version("5.2").probe("libhs").is_ok() {
        println!("cargo::rustc-cfg=has_vectorscan");
    }
}
