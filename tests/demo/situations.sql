-- What the generator promises, as queries that find at least one row in a company of 2,000 people. Each begins
-- with the store and the name of the situation; the days are those of the policy, written out.

-- shop: a running contract
SELECT count(*) FROM contracts
WHERE ended_on IS NULL;

-- shop: a contract whose end is announced
SELECT count(*) FROM contracts
WHERE ended_on > :today;

-- shop: a contract that ended long ago
SELECT count(*) FROM contracts
WHERE ended_on < date(:today, '-3 months');

-- shop: a contract that just ended
SELECT count(*) FROM contracts
WHERE ended_on BETWEEN date(:today, '-85 days') AND :today;

-- shop: two contracts, of which one runs
SELECT count(*) FROM contracts AS a JOIN contracts AS b USING (customer_id)
WHERE a.ended_on < date(:today, '-3 months')
  AND b.ended_on IS NULL;

-- shop: registered yesterday, nothing yet
SELECT count(*) FROM customers
WHERE registered_on = date(:today, '-1 day')
  AND id NOT IN (SELECT customer_id FROM orders)
  AND id NOT IN (SELECT customer_id FROM contracts);

-- shop: registered long ago, never ordered
SELECT count(*) FROM customers
WHERE registered_on < date(:today, '-1 month')
  AND id NOT IN (SELECT customer_id FROM orders)
  AND id NOT IN (SELECT customer_id FROM accounts);

-- shop: an invoice past seven fiscal years
SELECT count(*) FROM invoices
WHERE issued_on < '2019-01-01';

-- shop: an invoice just within seven fiscal years
SELECT count(*) FROM invoices
WHERE issued_on LIKE '2019%';

-- shop: an invoice for a contract
SELECT count(*) FROM invoices
WHERE order_id IS NULL;

-- shop: an invoice that is not paid
SELECT count(*) FROM invoices
WHERE id NOT IN (SELECT invoice_id FROM payments);

-- shop: an order under way
SELECT count(*) FROM orders
WHERE fulfilled_on IS NULL;

-- shop: an order that was free
SELECT count(*) FROM orders
WHERE fulfilled_on < :today
  AND id NOT IN (SELECT order_id FROM invoices WHERE order_id IS NOT NULL);

-- shop: an open account with a running contract
SELECT count(*) FROM accounts JOIN contracts USING (customer_id)
WHERE closed_on IS NULL
  AND ended_on IS NULL;

-- shop: an account closed around the end
SELECT count(*) FROM accounts JOIN contracts USING (customer_id)
WHERE abs(julianday(closed_on) - julianday(ended_on)) <= 35;

-- shop: a company
SELECT count(*) FROM customers
WHERE company IS NOT NULL;

-- shop: a person
SELECT count(*) FROM customers
WHERE company IS NULL;

-- shop: a contact who left
SELECT count(*) FROM company_contacts
WHERE left_on < :today;

-- shop: a contact who leaves today
SELECT count(*) FROM company_contacts
WHERE left_on = :today;

-- shop: a contact who stays
SELECT count(*) FROM company_contacts
WHERE left_on IS NULL;

-- shop: a guest's e-mail in capitals
SELECT count(*) FROM guest_orders AS a JOIN guest_orders AS b ON a.buyer_email = upper(b.buyer_email)
  AND a.id <> b.id;

-- shop: a guest's e-mail with spaces
SELECT count(*) FROM guest_orders AS a JOIN guest_orders AS b ON trim(a.buyer_email) = b.buyer_email
  AND a.id <> b.id
  AND a.buyer_email LIKE ' %';

-- shop: a guest order without invoice
SELECT count(*) FROM guest_orders
WHERE fulfilled_on < :today
  AND invoiced_on IS NULL;

-- shop: O'Brien
SELECT count(*) FROM customers
WHERE name LIKE '% O''Brien';

-- shop: Ümit
SELECT count(*) FROM customers
WHERE name LIKE 'Ümit %';

-- shop: 't Hart
SELECT count(*) FROM customers
WHERE name LIKE '% ''t Hart';

-- hr: a vacancy just filled
SELECT count(*) FROM vacancies
WHERE filled_on BETWEEN date(:today, '-27 days') AND :today;

-- hr: a vacancy filled long ago
SELECT count(*) FROM vacancies
WHERE filled_on < date(:today, '-1 year');

-- hr: a vacancy just withdrawn
SELECT count(*) FROM vacancies
WHERE withdrawn_on > date(:today, '-28 days');

-- hr: a vacancy withdrawn long ago
SELECT count(*) FROM vacancies
WHERE withdrawn_on < date(:today, '-28 days');

-- hr: a vacancy that is open
SELECT count(*) FROM vacancies
WHERE filled_on IS NULL
  AND withdrawn_on IS NULL
  AND reopened_on IS NULL;

-- hr: a vacancy reopened
SELECT count(*) FROM vacancies
WHERE reopened_on IS NOT NULL
  AND filled_on IS NULL;

-- hr: a vacancy reopened and filled again
SELECT count(*) FROM vacancies
WHERE filled_on > reopened_on;

-- hr: an application before the reopening
SELECT count(*) FROM applications AS a JOIN vacancies AS v ON v.id = a.vacancy_id
WHERE a.received_on < v.reopened_on;

-- hr: an application on the day of reopening
SELECT count(*) FROM applications AS a JOIN vacancies AS v ON v.id = a.vacancy_id
WHERE a.received_on = v.reopened_on;

-- hr: an application after the reopening
SELECT count(*) FROM applications AS a JOIN vacancies AS v ON v.id = a.vacancy_id
WHERE a.received_on > v.reopened_on;

-- hr: an application open for over six months
SELECT count(*) FROM applications AS a JOIN vacancies AS v ON v.id = a.vacancy_id
WHERE a.received_on < date(:today, '-6 months')
  AND v.filled_on IS NULL
  AND v.withdrawn_on IS NULL
  AND v.reopened_on IS NULL;

-- hr: an application that was withdrawn
SELECT count(*) FROM applications
WHERE withdrawn_on IS NOT NULL;

-- hr: a young open application
SELECT count(*) FROM applications
WHERE vacancy_id IS NULL
  AND received_on > date(:today, '-180 days');

-- hr: an old open application
SELECT count(*) FROM applications
WHERE vacancy_id IS NULL
  AND received_on < date(:today, '-184 days');

-- hr: an old open application in the pool
SELECT count(*) FROM applications
WHERE vacancy_id IS NULL
  AND received_on < date(:today, '-184 days')
  AND pool_given_on > date(:today, '-1 year');

-- hr: consent in time, still in force
SELECT count(*) FROM applications AS a JOIN vacancies AS v ON v.id = a.vacancy_id
WHERE a.pool_given_on <= date(v.filled_on, '+28 days')
  AND v.filled_on BETWEEN date(:today, '-1 year') AND date(:today, '-28 days');

-- hr: consent on the last day
SELECT count(*) FROM applications AS a JOIN vacancies AS v ON v.id = a.vacancy_id
WHERE a.pool_given_on = date(v.filled_on, '+28 days');

-- hr: consent too late
SELECT count(*) FROM applications AS a JOIN vacancies AS v ON v.id = a.vacancy_id
WHERE a.pool_given_on > date(v.filled_on, '+28 days');

-- hr: consent withdrawn
SELECT count(*) FROM applications
WHERE pool_withdrawn_on > pool_given_on;

-- hr: consent expired
SELECT count(*) FROM applications
WHERE pool_given_on < date(:today, '-1 year')
  AND pool_withdrawn_on IS NULL;

-- hr: hired before the start
SELECT count(*) FROM employees
WHERE started_on > :today
  AND application_id IS NOT NULL;

-- hr: left within the last year
SELECT count(*) FROM employees
WHERE left_on BETWEEN date(:today, '-364 days') AND :today
  AND application_id IS NOT NULL;

-- hr: left over a year ago
SELECT count(*) FROM employees
WHERE left_on BETWEEN date(:today, '-729 days') AND date(:today, '-366 days')
  AND application_id IS NOT NULL;

-- hr: left over two years ago
SELECT count(*) FROM employees
WHERE left_on < date(:today, '-2 years')
  AND application_id IS NOT NULL;

-- hr: leaves later on
SELECT count(*) FROM employees
WHERE left_on > :today;

-- hr: never applied
SELECT count(*) FROM employees
WHERE application_id IS NULL;

-- hr: a document
SELECT count(*) FROM documents;

-- hr: wages that tax law keeps after somebody left over two years ago
SELECT count(*) FROM payslips JOIN employees ON employees.id = employee_id
WHERE left_on < date(:today, '-2 years')
  AND issued_on > '2019-01-01';

-- hr: wages of somebody who is here
SELECT count(*) FROM payslips JOIN employees ON employees.id = employee_id
WHERE left_on IS NULL;

-- shop: a sign-in within the last month
SELECT count(*) FROM sign_ins
WHERE signed_in_on > date(:today, '-1 month');

-- shop: a sign-in of long ago to an account that is open
SELECT count(*) FROM sign_ins JOIN accounts ON accounts.id = account_id
WHERE signed_in_on < date(:today, '-1 month')
  AND closed_on IS NULL;

-- site: a question by the form
SELECT count(*) FROM contact_messages WHERE channel = 'form';

-- site: a question by mail
SELECT count(*) FROM contact_messages WHERE channel = 'mail';

-- site: notes of a call, with an e-mail address
SELECT count(*) FROM contact_messages
WHERE note IS NOT NULL
  AND sender_email IS NOT NULL;

-- site: notes of a call by somebody who left no address
SELECT count(*) FROM contact_messages
WHERE note IS NOT NULL
  AND sender_email IS NULL;

-- site: a question that was answered within the last year
SELECT count(*) FROM contact_messages
WHERE answered_on > date(:today, '-1 year');

-- site: a question of over two years ago that nobody answered
SELECT count(*) FROM contact_messages
WHERE answered_on IS NULL
  AND received_on < date(:today, '-2 years');

-- site: a review on the site
SELECT count(*) FROM testimonials
WHERE published_on IS NOT NULL
  AND taken_down_on IS NULL
  AND withdrawn_on IS NULL
  AND written_on > date(:today, '-2 years');

-- site: a review that was never published
SELECT count(*) FROM testimonials
WHERE published_on IS NULL;

-- site: a review taken off the site
SELECT count(*) FROM testimonials
WHERE taken_down_on < :today;

-- site: a review whose consent was withdrawn
SELECT count(*) FROM testimonials
WHERE withdrawn_on < :today;

-- site: a review of over two years ago
SELECT count(*) FROM testimonials
WHERE written_on < date(:today, '-2 years');

-- support: a ticket that is open
SELECT count(*) FROM tickets
WHERE closed_on IS NULL;

-- support: an old ticket that was forgotten
SELECT count(*) FROM tickets
WHERE closed_on IS NULL
  AND opened_on < date(:today, '-2 years');

-- support: a ticket that was closed within the last year
SELECT count(*) FROM tickets
WHERE closed_on > date(:today, '-1 year');

-- support: a ticket that was closed long ago
SELECT count(*) FROM tickets
WHERE closed_on < date(:today, '-1 year');

-- support: a customer who was noted and never asked
SELECT count(*) FROM requesters
WHERE id NOT IN (SELECT requester_id FROM tickets);

-- support: a colleague who left over two years ago
SELECT count(*) FROM agents
WHERE left_on < date(:today, '-2 years');

-- support: a colleague who left within the last year and answered
SELECT count(*) FROM messages JOIN agents ON agents.id = agent_id
WHERE left_on > date(:today, '-1 year');

-- support: an answer of over a year ago in a ticket that is open
SELECT count(*) FROM messages JOIN tickets ON tickets.id = ticket_id
WHERE closed_on IS NULL
  AND agent_id IS NOT NULL
  AND sent_on < date(:today, '-1 year');

-- support: an attachment of a ticket
SELECT count(*) FROM attachments JOIN tickets ON object_type = 'ticket' AND tickets.id = object_id;

-- support: an attachment of a message
SELECT count(*) FROM attachments JOIN messages ON object_type = 'message' AND messages.id = object_id;

-- support: a message and a ticket of one number, each with an attachment
SELECT count(*) FROM attachments AS a JOIN attachments AS b USING (object_id)
WHERE a.object_type = 'ticket'
  AND b.object_type = 'message';
