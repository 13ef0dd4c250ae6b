//! Rows of tasks, rendered once for all the pages that list them.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError, RwLock};

use tera::value::Key;
use tera::{Context, Error, Kwargs, State, Tera, TeraResult, Value};

/// What templates call.
const FUNCTION: &str = "task_rows";
/// What makes a row: a part of the theme.
const COMPONENT: &str = "task_row";
/// Stands for the way to the site's top while a row is rendered; no text holds this.
const ROOT: char = '\u{1}';
/// What most rows take.
const ROW_BYTES: usize = 1 << 10;

/// The rows of one site's tasks. Large sites have more rows than anything else, and what a row
/// says depends on nothing but its task and on which columns are wanted; only the way to the
/// site's top differs from page to page.
pub struct Rows {
    /// What renders them: templates of their own, copied where a row is not kept from before.
    tera: LazyLock<Tera, Box<dyn FnOnce() -> Tera + Send>>,
    /// What a row is given beside its task.
    around: Context,
    /// By the task's id.
    kept: RwLock<HashMap<String, Looks>>,
    /// The first fault met in a row, at its own place in the theme.
    fault: Mutex<Option<Error>>,
}

/// A task's row without and with `why`, and the same with `plan`, as far as they were asked for.
type Looks = [Option<Arc<str>>; 4];

impl Rows {
    /// Lets templates be parsed that list rows.
    pub fn announce(tera: &mut Tera) {
        tera.register_function(FUNCTION, |_: Kwargs, _: &State| -> TeraResult<Value> {
            Err(Error::message(format!("`{COMPONENT}` cannot call `{FUNCTION}`")))
        });
    }

    /// Lets the templates of a site list its rows.
    pub fn provide(tera: &mut Tera, own: impl FnOnce() -> Tera + Send + 'static) -> Arc<Self> {
        let mut around = Context::new();
        around.insert("page", &HashMap::from([("root", ROOT)]));
        let (kept, fault) = Default::default();
        let own = LazyLock::new(Box::new(own) as Box<_>);
        let rows = Arc::new(Self { tera: own, around, kept, fault });
        let provided = rows.clone();
        tera.register_function(FUNCTION, move |arguments: Kwargs, _: &State| {
            provided.list(&arguments)
        });
        rows
    }

    /// Takes over the rows of some tasks, which would come out the same.
    pub fn take_over<'a>(&self, last: &Self, tasks: impl Iterator<Item = &'a str>) {
        let last = last.kept.read().unwrap_or_else(PoisonError::into_inner);
        let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        kept.extend(tasks.filter_map(|task| Some((task.to_owned(), last.get(task)?.clone()))));
    }

    /// The fault that kept a row from being rendered, once.
    pub fn fault(&self) -> Option<Error> {
        self.fault.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn list(&self, arguments: &Kwargs) -> TeraResult<Value> {
        let items: Value = arguments.must_get("items")?;
        let items = items.as_array().ok_or_else(|| Error::message("`items` is no list"))?;
        let root: &str = arguments.must_get("root")?;
        let plan: bool = arguments.must_get("plan")?;
        let why: bool = arguments.must_get("why")?;
        let mut list = String::with_capacity(items.len() * ROW_BYTES);
        for item in items {
            if !list.is_empty() {
                list.push('\n');
            }
            let row = self.row(item, plan, why)?;
            for (n, piece) in row.split(ROOT).enumerate() {
                if n > 0 {
                    list.push_str(root);
                }
                list.push_str(piece);
            }
        }
        Ok(Value::safe_string(&list))
    }

    fn row(&self, item: &Value, plan: bool, why: bool) -> TeraResult<Arc<str>> {
        let task = item.as_map().and_then(|item| item.get(&Key::Str("id"))?.as_str());
        let task = task.ok_or_else(|| Error::message("`items` are no tasks"))?;
        let look = usize::from(plan) * 2 + usize::from(why);
        // A row is put in whole, so what another thread left is sound.
        let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(row) = kept.get(task).and_then(|looks| looks[look].clone()) {
            return Ok(row);
        }
        drop(kept);
        let row: Arc<str> = self.render(item, plan, why).map_err(|fault| self.keep(fault))?.into();
        let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        kept.entry(task.to_owned()).or_default()[look] = Some(row.clone());
        Ok(row)
    }

    fn render(&self, item: &Value, plan: bool, why: bool) -> TeraResult<String> {
        let mut row = Context::new();
        row.insert_value("i", item.clone());
        row.insert_value("plan", plan.into());
        row.insert_value("why", why.into());
        let mut text = Vec::with_capacity(ROW_BYTES);
        let (name, around) = (COMPONENT, &self.around);
        self.tera.render_component_with_implicits_to(name, &row, around, None, true, &mut text)?;
        Ok(String::from_utf8(text)?)
    }

    /// A fault would else be shown where the rows are listed, not where it is.
    fn keep(&self, fault: Error) -> Error {
        let told = Error::message(fault.to_string());
        *self.fault.lock().unwrap_or_else(PoisonError::into_inner) = Some(fault);
        told
    }
}
