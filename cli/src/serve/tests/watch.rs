use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use crate::serve::watch::Watch;

#[tokio::test]
async fn a_new_file_in_a_new_directory_is_a_change() {
    let root = tempfile::tempdir().unwrap();
    let mut watch = Watch::start(&[root.path().to_path_buf()]).unwrap();
    fs::create_dir(root.path().join("sub")).unwrap();
    assert_eq!(watch.changed().await.unwrap(), paths([root.path().join("sub")]));
    fs::write(root.path().join("sub/a.yaml"), "a").unwrap();
    assert_eq!(watch.changed().await.unwrap(), paths([root.path().join("sub/a.yaml")]));
}

#[tokio::test]
async fn a_file_that_another_is_moved_over_stays_watched() {
    let root = tempfile::tempdir().unwrap();
    let file = root.path().join("a.yaml");
    fs::write(&file, "1").unwrap();
    let mut watch = Watch::start(std::slice::from_ref(&file)).unwrap();
    for text in ["2", "3"] {
        fs::write(root.path().join(".a.yaml.new"), text).unwrap();
        fs::rename(root.path().join(".a.yaml.new"), &file).unwrap();
        assert_eq!(watch.changed().await.unwrap(), paths([file.clone()]));
    }
}

#[tokio::test]
async fn what_an_editor_leaves_beside_a_manifest_is_no_change() {
    let root = tempfile::tempdir().unwrap();
    let mut watch = Watch::start(&[root.path().to_path_buf()]).unwrap();
    fs::write(root.path().join(".a.yaml.swp"), "x").unwrap();
    fs::write(root.path().join("a.yaml~"), "x").unwrap();
    fs::write(root.path().join("a.yaml"), "x").unwrap();
    assert_eq!(watch.changed().await.unwrap(), paths([root.path().join("a.yaml")]));
}

fn paths<const N: usize>(paths: [PathBuf; N]) -> BTreeSet<PathBuf> {
    BTreeSet::from(paths)
}
