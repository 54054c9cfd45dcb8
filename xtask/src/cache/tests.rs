use super::*;

#[test]
fn a_filled_directory_is_not_filled_again() {
    let temporary = tempfile::tempdir().unwrap();
    let directory = temporary.path().join("tool/1.0");
    fill_once(&directory, |partial| Ok(fs::write(partial.join("tool"), "first")?)).unwrap();
    fill_once(&directory, |_| panic!("filled twice")).unwrap();
    assert_eq!(fs::read_to_string(directory.join("tool")).unwrap(), "first");
}

#[test]
fn what_a_failure_leaves_behind_is_not_taken_for_the_whole() {
    let temporary = tempfile::tempdir().unwrap();
    let directory = temporary.path().join("tool/1.0");
    let failure = fill_once(&directory, |partial| {
        fs::write(partial.join("half"), "")?;
        anyhow::bail!("the network is gone")
    });
    assert_eq!(failure.unwrap_err().to_string(), "the network is gone");
    assert!(!directory.exists());

    fill_once(&directory, |partial| Ok(fs::write(partial.join("tool"), "")?)).unwrap();
    assert!(directory.join("tool").exists() && !directory.join("half").exists());
}
